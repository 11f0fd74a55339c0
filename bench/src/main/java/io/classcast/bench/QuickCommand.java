package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.run.RunPlan;
import io.classcast.bench.run.RunTable;
import io.classcast.bench.run.Site;
import io.classcast.bench.run.Sites;
import io.classcast.bench.run.Startup;
import io.classcast.bench.run.Way;
import io.classcast.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A first table, anywhere. */
@Command(name = "quick", footer = "Example: startup-bench quick --dir /scratch/$USER",
        description = "A first table in less than two minutes, without root and MPI: some JVMs at once on this machine, plain and with Classcast, class path in a directory "
                + "of your choice. Their system calls on it are counted where strace is installed and allowed.")
final class QuickCommand implements Callable<Integer> {
    private static final String WORKLOAD = "directories=20,jars=20,classes=1000,resources=50,services=10,seed=1";
    private static final List<Way> WAYS = List.of(Way.PLAIN, Way.WILDCARD, Way.FAT_JAR, Way.APPCDS_SHARED, Way.JARS, Way.RUN, Way.RUN_PROFILE);
    private static final int RANKS = 4;
    private static final int REPETITIONS = 2;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--dir", paramLabel = "DIR", description = "takes the class path; on the file system in question (default: a directory of the harness' own)")
    private Path directory;

    @Option(names = "--jdk", paramLabel = "N", description = "JDK to measure, one that is installed beside the running one (default: the running one)")
    private Integer jdk;

    @Override
    public Integer call() throws IOException {
        long begun = System.nanoTime();
        Places places = new Places();
        Jdk used = Sites.jdk(jdk == null ? Integer.valueOf(Runtime.version().feature()) : jdk);
        Workload workload = places.workload(WORKLOAD);
        Path file = places.target().resolve("quick-jdk" + used.version().feature() + ".json");
        Path where = directory == null ? places.target().resolve("quick") : Files.createDirectories(directory).resolve("startup-bench-quick");
        Startup startup = new Startup(List.of("startup-bench", "quick"), workload, used, new RunPlan(WAYS, List.of(RANKS), List.of(false), REPETITIONS), places.tools());
        StartupRun run;
        try (Site site = Sites.here(where)) {
            run = startup.at(site, file, false);
        }
        System.out.println(RunTable.of(run));
        System.out.printf("%d JVMs at once, class path on %s (%s); operations: %s%nwritten: %s, %d s%n", RANKS, where, run.where().fileSystem(), run.where().facts().get("counted"), file,
                (System.nanoTime() - begun) / 1_000_000_000);
        return run.trials().stream().allMatch(trial -> trial.ended()) ? 0 : 1;
    }
}
