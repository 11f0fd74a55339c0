package io.classcast.cluster.platform;

import io.classcast.cluster.PageSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of docs/platforms.md, and their summary in the README. */
final class PlatformTable {
    private static final String HEAD = """
            Jobs on two simulated hosts whose root is that of the Debian in the first column, first plain, then with Classcast. A try is good if

            - the program printed the same and ended with the same exit code, and did not hang;
            - the class path was served, and the host without rank 0 opened and read no file of it (the shared file system's own counters);
            - no process and no file of Classcast's was left on a host.

            **not without it either**: the program does not run on this platform without Classcast.

            """;
    private static final String JDKS = """
            ## JDKs

            Hello, Tika and %d programs of the [compatibility suite](compatibility.md), one rank a host: with `-javaagent:`, with `bcastjar run`, and with
            `bcastjar run --archive auto` (three jobs in a row: the first makes the archive, the second brings it to the other host, the third uses it
            on both). Below JDK 22 MPJ Express carries the broadcast, from 22 on MPICH.

            """;
    private static final String MPIS = """
            ## MPIs and launchers

            Two ranks a host, JDK 25. *hello* and *Tika* never call MPI; *calls MPI* initialises, uses and finalises it through `java.lang.foreign`, and prints
            20,000 lines a rank at its end; *run* is Tika under `bcastjar run`; *doctor* and *stage* are Classcast's own tools as ranks; *killed rank*: one rank gets
            a SIGKILL, the launcher ends the job as it does without Classcast, and the next job is served.

            """;

    /** More checks than these are not named one by one. */
    private static final int MANY = 8;

    private final Map<String, Verdict> known;

    PlatformTable(Map<String, Verdict> known) {
        this.known = known;
    }

    private List<Verdict> of(Platform platform) {
        List<Verdict> verdicts = new ArrayList<>();
        Checks.of(platform.kind()).forEach(c -> verdicts.add(known.get(PlatformLog.key(platform.id(), c.name()))));
        return verdicts;
    }

    private String label(Platform platform) {
        return of(platform).stream().filter(Objects::nonNull).map(Verdict::label).findFirst().orElse(platform.id());
    }

    /** Both tables, as far as they are known. */
    String text() {
        return HEAD + days() + JDKS.formatted(Checks.programs()) + jdks() + "\n" + MPIS + mpis() + reasons() + open();
    }

    private String days() {
        TreeSet<String> days = known.values().stream().map(Verdict::day).collect(Collectors.toCollection(TreeSet::new));
        return days.isEmpty() ? "" : "Results of " + (days.size() == 1 ? "" : days.first() + " to ") + days.last() + ".\n\n";
    }

    /** What nobody has tried yet. */
    private String open() {
        StringBuilder text = new StringBuilder();
        for (Platform platform : Platforms.all()) {
            List<Check> checks = Checks.of(platform.kind());
            List<String> missing = checks.stream().map(Check::name).filter(c -> known.get(PlatformLog.key(platform.id(), c)) == null).toList();
            if (!missing.isEmpty()) {
                text.append("- ").append(label(platform)).append(missing.size() == checks.size() ? ""
                        : ": " + (missing.size() > MANY ? missing.size() + " of " + checks.size() + " checks" : String.join("; ", missing))).append('\n');
            }
        }
        return text.length() == 0 ? "" : "\nNot tried yet:\n\n" + text;
    }

    private String jdks() {
        StringBuilder text = new StringBuilder("| JDK | agent | run | run --archive auto |\n|---|---|---|---|\n");
        for (Platform platform : platforms(Platform.Kind.JDK)) {
            text.append("| ").append(label(platform));
            for (Way way : Way.values()) {
                List<Verdict> verdicts = of(platform).stream().filter(v -> v != null && v.check().endsWith(", " + way)).toList();
                text.append(" | ").append(summary(verdicts));
            }
            text.append(" |\n");
        }
        return text.toString();
    }

    private static String summary(List<Verdict> verdicts) {
        if (verdicts.stream().anyMatch(Verdict::isUnavailable)) {
            return "not to be had";
        }
        long plain = verdicts.stream().filter(v -> v.notPlain() == null).count();
        long good = verdicts.stream().filter(v -> v.notPlain() == null && v.isGreen()).count();
        long others = verdicts.size() - plain;
        return plain == 0 && others == 0 ? "" : good + " of " + plain + (others == 0 ? "" : ", " + others + " not without it either");
    }

    private String mpis() {
        List<String> columns = Checks.of(Platform.Kind.MPI).stream().map(Check::name).toList();
        StringBuilder text = new StringBuilder("| | " + String.join(" | ", columns) + " |\n|---|" + "---|".repeat(columns.size()) + "\n");
        for (Platform platform : platforms(Platform.Kind.MPI)) {
            text.append("| ").append(label(platform)).append(" | ").append(of(platform).stream().map(v -> v == null ? "" : v.words())
                    .collect(Collectors.joining(" | "))).append(" |\n");
        }
        return text.toString();
    }

    private List<Platform> platforms(Platform.Kind kind) {
        return Platforms.all().stream().filter(p -> p.kind() == kind && of(p).stream().anyMatch(Objects::nonNull)).toList();
    }

    /** Why a cell is not as all others. */
    private String reasons() {
        StringBuilder text = new StringBuilder();
        for (Platform platform : Platforms.all()) {
            for (String reason : new TreeSet<>(of(platform).stream().filter(v -> v != null && v.notPlain() != null)
                    .map(v -> (v.isUnavailable() ? "" : v.check().replaceFirst(", .*", "") + ", without Classcast: ") + v.notPlain()).toList())) {
                text.append("- ").append(label(platform)).append(": ").append(reason).append('\n');
            }
            of(platform).stream().filter(v -> v != null && !v.isGreen()).forEach(v -> text.append("- **").append(label(platform)).append(", ").append(v.check())
                    .append("**: ").append(v.words()).append("; ").append(v.problems().stream().distinct().limit(2).collect(Collectors.joining("; "))).append('\n'));
        }
        return text.length() == 0 ? "" : "\nWhy:\n\n" + text;
    }

    /** What the README says: what has been tried, and how it went. */
    String summary() {
        StringBuilder text = new StringBuilder("| | tried with | |\n|---|---|---|\n");
        row(text, "JDK", Platforms.all().stream().filter(p -> p.kind() == Platform.Kind.JDK).toList());
        row(text, "Open MPI", named("Open MPI"));
        row(text, "MPICH", named("MPICH"));
        row(text, "MPI-5 ABI", named("libmpi_abi"));
        row(text, "Slurm, pmix", named("srun --mpi=pmix"));
        row(text, "Slurm, pmi2", named("srun --mpi=pmi2"));
        return text.append("\nEach row, and what was tried: [docs/platforms.md](docs/platforms.md).\n").toString();
    }

    private static List<Platform> named(String software) {
        return Platforms.all().stream().filter(p -> p.kind() == Platform.Kind.MPI && p.software().startsWith(software)).toList();
    }

    private void row(StringBuilder text, String name, List<Platform> all) {
        List<Platform> platforms = all.stream().filter(p -> of(p).stream().anyMatch(v -> v != null && !v.isUnavailable())).toList();
        String versions = platforms.stream().map(p -> label(p).replaceFirst("^" + Pattern.quote(p.software()) + " ", "")
                .replaceFirst("^.*? of Slurm ", "")).map(l -> l.replaceFirst(" \\(.*", "")).distinct().collect(Collectors.joining(", "));
        List<String> failing = platforms.stream().filter(p -> of(p).stream().anyMatch(v -> v != null && !v.isGreen())).map(this::label).toList();
        long missing = platforms.stream().mapToLong(p -> of(p).stream().filter(Objects::isNull).count()).sum();
        text.append("| ").append(name).append(" | ").append(platforms.isEmpty() ? "nothing yet" : versions).append(" | ")
                .append(!failing.isEmpty() ? "problems with " + String.join(", ", failing) : platforms.isEmpty() ? "" : "all the same as without Classcast")
                .append(missing == 0 ? "" : "; checks still to be tried: " + missing).append(" |\n");
    }

    /** Writes the page, and the README's table. */
    void write(Path page, Path readme) throws IOException {
        PageSection.write(page, "platforms", "# Platforms\n\n", "Made by\n\n    test-clusters/platforms.sh\n\n" + text());
        PageSection.write(readme, "platforms", "", summary());
    }
}
