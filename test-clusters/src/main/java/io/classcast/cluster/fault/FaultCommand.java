package io.classcast.cluster.fault;

import io.classcast.cluster.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test-clusters/faults.sh}: runs the fault matrix, and writes the table. */
@Command(name = "faults.sh", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Breaks jobs on two simulated hosts in every way that the matrix knows, on every engine, and checks what is left of them.",
    "When all cells have been run: writes docs/reliability.md; when all of some faults have been, their rows. Details of each cell: test-clusters/target/faults. Needs root.",
    "Exit code 1 if a cell is not green."})
public final class FaultCommand implements Callable<Integer> {
    @Option(names = "--faults", split = ",", paramLabel = "NAME", description = "faults to inject; else all")
    private List<String> faults;
    @Option(names = "--engines", split = ",", paramLabel = "ENGINE", description = "mpj, openmpi, mpich, none; else all")
    private List<FaultEngine> engines;
    @Option(names = "--modes", split = ",", paramLabel = "MODE", description = "jars, locations, strict; else all")
    private List<Mode> modes;
    @Option(names = "--jdks", split = ",", paramLabel = "N", description = "Java versions; else 17 and 25")
    private List<Integer> jdks;
    @Option(names = "--slice", description = "one cell for each fault, as CI does")
    private boolean slice;
    @Option(names = "--resume", description = "leave out the cells that were green already; the whole matrix takes more than an hour")
    private boolean resume;
    @Option(names = "--minutes", paramLabel = "N", description = "start no cell after so many minutes")
    private int minutes = Integer.MAX_VALUE;
    @Option(names = "--list", description = "only print the faults")
    private boolean list;

    private static final List<Integer> ALL_JDKS = List.of(17, 25);

    /**
     * Runs the matrix.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultCommand()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Fault> rows = faults == null ? Faults.all() : faults.stream().map(Faults::named).toList();
        if (list) {
            rows.forEach(f -> System.out.println(f.name() + ": " + f.description()));
            return 0;
        }
        Machine.requireRoot();
        List<FaultVerdict> verdicts = new ArrayList<>();
        Path details = Files.createDirectories(Machine.home().resolve("target/faults"));
        FaultLog log = new FaultLog(details.resolve("matrix.tsv"), resume);
        Map<FaultCell, FaultVerdict> before = log.of(cells(rows));
        TimeLimit limit = new TimeLimit(System.nanoTime(), minutes);
        try (FaultRun run = new FaultRun(Machine.home().resolve("target/fault-hosts"))) {
            for (FaultCell cell : cells(rows)) {
                if (before.containsKey(cell) && before.get(cell).isGreen() || limit.isOver(System.nanoTime())) {
                    continue;
                }
                FaultVerdict verdict = run.run(cell);
                verdicts.add(verdict);
                log.add(verdict);
                System.out.println((verdict.isGreen() ? "green  " : "RED    ") + "%5.1f s  ".formatted(verdict.seconds()) + cell + ": "
                        + verdict.words());
                verdict.problems().forEach(p -> System.out.println("           " + p));
                Files.write(details.resolve(cell.fault().name() + "-" + cell.engine() + "-" + cell.mode() + "-" + cell.jdk() + ".txt"),
                        verdict.details());
            }
        }
        long red = verdicts.stream().filter(v -> !v.isGreen()).count();
        System.out.println(verdicts.size() + " cells, " + red + " not green");
        List<FaultCell> whole = FaultCell.of(Faults.all(), List.of(FaultEngine.values()), ALL_JDKS);
        Map<FaultCell, FaultVerdict> known = log.of(whole);
        Path root = Machine.home().toAbsolutePath().getParent();
        Path page = root.resolve("docs/reliability.md");
        if (known.size() == whole.size()) {
            FaultTable.write(page, FaultTable.section("test-clusters/faults.sh", List.copyOf(known.values()), FuzzCounts.of(root)));
            System.out.println("table: " + page);
        } else {
            System.out.println(known.size() + " of the matrix' " + whole.size() + " cells are known\n\n" + FaultTable.table(verdicts));
            Set<String> names = rows.stream().map(Fault::name).collect(Collectors.toSet());
            List<FaultVerdict> ofRows = known.values().stream().filter(v -> names.contains(v.cell().fault().name())).toList();
            boolean complete = ofRows.size() == whole.stream().filter(cell -> names.contains(cell.fault().name())).count();
            String updated = complete ? FaultTable.withRows(Files.readString(page), ofRows, whole, FuzzCounts.of(root)) : null;
            if (updated != null) {
                Files.writeString(page, updated);
                System.out.println("rows: " + page);
            }
        }
        return red == 0 ? 0 : 1;
    }

    private List<FaultCell> cells(List<Fault> rows) {
        List<FaultCell> cells = slice ? FaultCell.slice(rows) : FaultCell.of(rows, engines == null ? List.of(FaultEngine.values()) : engines,
                jdks == null ? ALL_JDKS : jdks);
        return cells.stream().filter(c -> modes == null || modes.contains(c.mode())).toList();
    }
}
