package io.classcast.cluster.compat;

import io.classcast.cluster.Machine;
import io.classcast.cluster.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test-clusters/compat.sh}: runs the programs in all cells, and writes the table. */
@Command(name = "compat.sh", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs programs with well-known libraries on two simulated hosts, plain and with Classcast, and compares what they print"
        + " and which files the host without rank 0 opens.",
    "All programs on all JDKs: writes docs/compatibility.md. Details of each cell: test-clusters/target/compat. Needs root.",
    "Exit code 1 if a cell is not equal."})
public final class CompatibilityCommand implements Callable<Integer> {
    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "programs to run; else all")
    private List<String> only;
    @Option(names = "--jdk", split = ",", paramLabel = "N", defaultValue = "17,25",
            description = "Java versions (default ${DEFAULT-VALUE})")
    private List<Integer> jdks;
    @Option(names = "--list", description = "only print the programs' names")
    private boolean list;

    private static final List<Integer> ALL_JDKS = List.of(17, 25);

    /**
     * Runs the suite.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CompatibilityCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Program> programs = only == null ? Programs.all() : only.stream().map(Programs::named).toList();
        if (list) {
            programs.forEach(p -> System.out.println(p.name()));
            return 0;
        }
        Machine.requireRoot();
        List<Cell> cells = Cell.on(jdks);
        List<Verdict> verdicts = new ArrayList<>();
        Path details = Machine.home().resolve("target/compat");
        try (Compatibility compatibility = new Compatibility(Machine.home().resolve("target/compat-hosts"))) {
            Files.createDirectories(details);
            for (Program program : programs) {
                for (Cell cell : cells) {
                    Verdict verdict = compatibility.run(program, cell);
                    verdicts.add(verdict);
                    System.out.println(program.name() + ", " + cell + ": " + verdict.words());
                    Files.write(details.resolve(program.name() + "-" + cell.jdk() + "-" + cell.door() + "-" + cell.loader()
                            + ".txt"), verdict.details());
                }
            }
        }
        if (only == null && jdks.equals(ALL_JDKS)) {
            Path page = Machine.home().resolveSibling("docs/compatibility.md");
            PageSection.write(page, "programs", "# Compatibility\n\n",
                    CompatibilityTable.section("test-clusters/compat.sh", cells, verdicts));
            System.out.println("table: " + page);
        } else {
            System.out.println("\n" + CompatibilityTable.table(cells, verdicts));
        }
        return verdicts.stream().allMatch(v -> v.kind().compareTo(Verdict.Kind.NOT_PLAIN) <= 0) ? 0 : 1;
    }
}
