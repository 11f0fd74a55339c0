package io.classcast.bench.run;

import io.classcast.bench.program.Measured;
import io.classcast.bench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The script around every rank's java, and the notes that it and {@link Measured} leave. */
final class Wrapper {
    private static final Pattern PAIR = Pattern.compile("(\\w+)=(\\S+)");
    private static final Pattern CPU = Pattern.compile("(\\d+)m([0-9.]+)s");
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path script;
    private final Path notes;

    /**
     * Writes the script.
     *
     * @param notes takes script and notes
     * @param scratch working directory of the ranks, made where it is missing
     * @throws IOException if it cannot be written
     */
    Wrapper(Path notes, Path scratch) throws IOException {
        this.notes = Files.createDirectories(notes);
        script = notes.resolve("rank.sh");
        // Times of the children: java, what became java, and two calls of date.
        Files.writeString(script, """
                #!/bin/sh
                # Notes when a rank was started and gone: rank.sh COMMAND...
                begun=$(date +%%s%%N)
                rank=${OMPI_COMM_WORLD_RANK:-${PMIX_RANK:-${PMI_RANK:-${SLURM_PROCID:-${STARTUP_BENCH_RANK:-0}}}}}
                mkdir -p '%1$s' && cd '%1$s' || exit 1
                notes='%2$s'/rank-$rank
                export %3$s="$notes.main"
                "$@"
                code=$?
                ended=$(date +%%s%%N)
                echo "rank=$rank host=$(hostname) start=$begun exit=$ended code=$code" > "$notes.outer"
                times >> "$notes.outer"
                exit $code
                """.formatted(scratch, notes, Measured.VARIABLE));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    List<String> command() {
        return List.of(script.toString());
    }

    /** Forgets the last job. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("rank-")).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * Reads what the ranks have noted.
     *
     * @param ranks how many there must be
     * @param launchedMillis since 1970
     * @param phases of the agent by rank
     * @return the ranks in order
     * @throws IOException if a rank has not noted everything
     */
    List<Trial.OfRank> read(int ranks, double launchedMillis, Map<Integer, Map<String, Double>> phases) throws IOException {
        List<Trial.OfRank> found = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            Path outer = notes.resolve("rank-" + rank + ".outer");
            Path main = notes.resolve("rank-" + rank + ".main");
            if (!Files.exists(outer) || !Files.exists(main)) {
                throw new IOException("rank " + rank + " has left no note in " + notes);
            }
            List<String> lines = Files.readAllLines(outer);
            Map<String, String> shell = pairs(lines.get(0));
            Map<String, String> java = pairs(Files.readString(main));
            found.add(new Trial.OfRank(rank, shell.get("host"), since(launchedMillis, Long.parseLong(shell.get("start")) / NANOS_PER_MILLI),
                    since(launchedMillis, Long.parseLong(java.get("main"))), since(launchedMillis, Long.parseLong(java.get("loaded"))),
                    since(launchedMillis, Long.parseLong(shell.get("exit")) / NANOS_PER_MILLI), cpuMillis(lines.get(2)), Long.parseLong(java.get("pss")),
                    phases.getOrDefault(rank, Map.of())));
        }
        found.sort(Comparator.comparingInt(Trial.OfRank::rank));
        return found;
    }

    private static double since(double launched, double then) {
        return Math.rint((then - launched) * 10) / 10;
    }

    private static Map<String, String> pairs(String line) {
        Map<String, String> pairs = new HashMap<>();
        Matcher matcher = PAIR.matcher(line);
        while (matcher.find()) {
            pairs.put(matcher.group(1), matcher.group(2));
        }
        return pairs;
    }

    /** The shell's line about its children: user, system (POSIX, times). */
    static double cpuMillis(String line) {
        double seconds = 0;
        Matcher matcher = CPU.matcher(line);
        while (matcher.find()) {
            seconds += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
        }
        return Math.rint(1000 * seconds);
    }
}
