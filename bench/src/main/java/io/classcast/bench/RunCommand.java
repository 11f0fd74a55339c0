package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.bench.run.Preset;
import io.classcast.bench.run.RunPlan;
import io.classcast.bench.run.RunTable;
import io.classcast.bench.run.Site;
import io.classcast.bench.run.Sites;
import io.classcast.bench.run.Startup;
import io.classcast.bench.run.Way;
import io.classcast.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every cure, one workload. */
@Command(name = "run", sortOptions = false, footerHeading = "Examples:%n", footer = {"  startup-bench run --cluster nfs --workload storm --ranks 2,8",
    "  startup-bench run --launcher 'srun -n {ranks}' --dir /scratch/$USER/bench --hosts 4 --ranks 64,256",
    "  startup-bench report startup-bench/run.json --to report"},
        description = {"Starts one workload in every way that is known: plain, wildcard, fat jar, AppCDS, local disk, Classcast's modes, staged, sbcast; and measures every rank. "
            + "All must give the same result. Trials are interleaved; the file is written after each of them.",
            "Where: simulated hosts on this machine (--cluster, --glusterfs: need root), your own cluster (--launcher), or this machine without MPI (--here)."})
final class RunCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where;

    /** One of these. */
    static final class Where {
        @Option(names = "--cluster", paramLabel = "FILESYSTEM", description = "simulated hosts with a file system that costs what it imitates: nfs, nfs-cached, lustre, lustre-busy, "
                + "or counting (no cost)")
        private String cluster;

        @Option(names = "--glusterfs", description = "simulated hosts with GlusterFS, as it comes")
        private boolean glusterfs;

        @Option(names = "--launcher", paramLabel = "COMMAND", description = "your cluster: what starts a job's ranks, with {ranks} in it; --dir is then on its shared file system")
        private String launcher;

        @Option(names = "--here", description = "JVMs of this machine, without MPI; --dir is on the file system in question")
        private boolean here;
    }

    @Option(names = "--workload", defaultValue = "storm", paramLabel = "SPEC", description = "trivial-100, storm, large, a shape such as jars=20,directories=4,classes=500,seed=3; "
            + "session or text (real programs; source tree only); real (yours, with the next options) (default: ${DEFAULT-VALUE})")
    private String workload;

    @Mixin
    private RealOptions real;

    @Option(names = "--scenarios", defaultValue = "all", paramLabel = "NAME,...", description = "which (default: ${DEFAULT-VALUE})")
    private String scenarios;

    @Option(names = "--ranks", split = ",", defaultValue = "8", paramLabel = "N", description = "numbers of JVMs (default: ${DEFAULT-VALUE})")
    private List<Integer> ranks;

    @Option(names = "--hosts", defaultValue = "2", paramLabel = "N", description = "number of hosts (default: ${DEFAULT-VALUE})")
    private int hosts;

    @Option(names = "--caches", defaultValue = "cold", paramLabel = "KIND", split = ",", description = "cold: fresh mounts; warm: after a job on the same mounts (default: ${DEFAULT-VALUE})")
    private List<String> caches;

    @Option(names = "--repetitions", defaultValue = "3", paramLabel = "N", description = "of each trial (default: ${DEFAULT-VALUE})")
    private int repetitions;

    @Option(names = "--jdk", paramLabel = "N", description = "JDK of the ranks, one that is installed beside the running one; the engine is MPJ Express up to 21 (default: the newest from 22 on, "
            + "else the running one)")
    private Integer jdk;

    @Option(names = "--dir", paramLabel = "DIR", description = "takes the workload's files (with --launcher and --here)")
    private Path directory;

    @Option(names = "--local-dir", paramLabel = "DIR", defaultValue = "/tmp", description = "on every node's own disk (with --launcher; default: ${DEFAULT-VALUE})")
    private Path local;

    @Option(names = "--cold-command", paramLabel = "COMMAND", description = "makes caches cold before each job (with --launcher), such as a remount on all nodes")
    private String cold;

    @Option(names = "--result", paramLabel = "FILE", description = "the JSON file (default: run-WORKLOAD-WHERE-jdkN.json)")
    private Path result;

    @Option(names = "--resume", description = "keep the trials that the file has, and run what is missing")
    private boolean resume;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Places places = new Places();
        List<Way> ways;
        try {
            ways = Way.parse(scenarios);
            if (where.cluster != null) {
                Preset.of(where.cluster);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
        if (repetitions < 1 || hosts < 1 || ranks.stream().anyMatch(n -> n < 1) || caches.stream().anyMatch(c -> !c.equals("cold") && !c.equals("warm"))) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--ranks, --hosts and --repetitions want numbers from 1 on, --caches wants cold, warm or cold,warm");
        }
        if ((where.launcher != null || where.here) && directory == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--dir is missing: a directory on the file system in question");
        }
        Jdk used = Sites.jdk(jdk);
        Workload what;
        try {
            what = workload.equals("real") ? real.workload() : places.workload(workload);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
        Path file = result != null ? result : places.target().resolve("run-" + what.name() + "-" + name() + "-jdk" + used.version().feature() + ".json");
        Startup startup = new Startup(command(), what, used, new RunPlan(ways, ranks, caches.stream().map("warm"::equals).toList(), repetitions), places.tools());
        StartupRun run;
        try (Site site = site(places, used)) {
            run = startup.at(site, file, resume);
        }
        System.out.println(RunTable.of(run));
        System.out.println("written: " + file);
        long failed = run.trials().stream().filter(trial -> !trial.ended()).map(Trial::scenario).count();
        if (failed > 0) {
            System.err.println("startup-bench: " + failed + " of " + run.trials().size() + " trials failed, see the table; --resume runs them again");
            return 1;
        }
        return 0;
    }

    private String name() {
        return where.cluster != null ? where.cluster : where.glusterfs ? "glusterfs" : where.here ? "here" : "launcher";
    }

    private Site site(Places places, Jdk used) throws IOException {
        if (where.here) {
            return Sites.here(directory);
        }
        if (where.launcher != null) {
            int most = ranks.stream().mapToInt(Integer::intValue).max().getAsInt();
            return Sites.launcher(words(where.launcher), directory, local, hosts, most, cold == null ? List.of() : words(cold));
        }
        Path workspace = places.target().resolve("run");
        return where.glusterfs ? Sites.glusterFs(workspace, hosts, used) : Sites.cluster(workspace, hosts, Preset.of(where.cluster), used);
    }

    /** As a shell would take them apart, without quotes. */
    private static List<String> words(String command) {
        return Arrays.stream(command.strip().split("\\s+")).toList();
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("startup-bench"));
        words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
        return words;
    }
}
