package io.classcast.cluster.ownmpi;

import io.classcast.cluster.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test-clusters/ownmpi.sh}: jobs that call MPI themselves, plain and with Classcast, and a table of them. */
@Command(name = "ownmpi.sh", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs jobs that call MPI themselves, or do not, and end in many ways, on simulated hosts, plain and with Classcast: stdout, exit code and duration",
    "(±2 s) have to be the same, the class path is served, and hosts without rank 0 open nothing of it.",
    "Details of each cell that is not green: test-clusters/target/ownmpi. Needs root.",
    "Exit code 1 if a cell is not green."})
public final class OwnMpiCommand implements Callable<Integer> {
    @Option(names = "--launcher", split = ",", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}; else all")
    private List<Starter> starters = List.of(Starter.values());
    @Option(names = "--jdk", split = ",", paramLabel = "N", description = "Java versions; else 17, 21 and 25")
    private List<Integer> jdks = List.of(17, 21, 25);
    @Option(names = "--kinds", split = ",", paramLabel = "NAME", description = "kinds of jobs, by the beginning of a name of --list, such as jni-thread; else all")
    private List<String> kinds;
    @Option(names = "--hosts", paramLabel = "N", defaultValue = "2", description = "hosts, with two ranks each (default ${DEFAULT-VALUE})")
    private int hosts;
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "how often each job is run with Classcast (default ${DEFAULT-VALUE})")
    private int rounds;
    @Option(names = "--minutes", paramLabel = "N", description = "start no cell after so many minutes")
    private int minutes = Integer.MAX_VALUE;
    @Option(names = "--agent", paramLabel = "OPTIONS", defaultValue = "", description = "the agent's options, such as engine=mpi,verbose=true; else none")
    private String agent;
    @Option(names = "--list", description = "only print the kinds")
    private boolean list;

    /**
     * Runs the cells.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new OwnMpiCommand()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Kind.all().forEach(kind -> System.out.println(kind + ": " + kind.description()));
            return 0;
        }
        Machine.requireRoot();
        List<Kind> chosen = Kind.all().stream().filter(k -> kinds == null || kinds.stream().anyMatch(k.name()::startsWith)).toList();
        if (chosen.isEmpty()) {
            throw new CommandLine.ParameterException(new CommandLine(this), "no such kind; see --list");
        }
        long end = minutes == Integer.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        List<Verdict> verdicts = new ArrayList<>();
        for (Starter starter : starters) {
            if (System.nanoTime() < end) {
                run(starter, chosen, end, verdicts);
            }
        }
        OwnMpiTable table = new OwnMpiTable(verdicts);
        System.out.println("\n" + table.text());
        return table.isGreen() ? 0 : 1;
    }

    private void run(Starter starter, List<Kind> chosen, long end, List<Verdict> verdicts) throws IOException {
        Path details = Files.createDirectories(Machine.home().resolve("target/ownmpi"));
        try (OwnMpiRun run = new OwnMpiRun(starter, hosts, Machine.home().resolve("target/ownmpi-hosts"), agent)) {
            for (int jdk : jdks) {
                for (Kind kind : chosen) {
                    if (jdk < kind.way().jdk || System.nanoTime() >= end) {
                        continue;
                    }
                    Verdict verdict = run.run(new Cell(starter, jdk, kind), rounds);
                    verdicts.add(verdict);
                    Path file = details.resolve(verdict.cell().toString().replace(' ', '-') + ".txt");
                    Files.deleteIfExists(file);
                    if (!verdict.isGreen()) {
                        Files.write(file, verdict.details());
                    }
                    System.out.printf("%-6s %5.1f s  %s%n", verdict.word(), verdict.seconds(), OwnMpiTable.line(verdict));
                }
            }
        }
    }
}
