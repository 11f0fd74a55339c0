package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What many starts, and many class loaders, leave behind: nothing. {@code soak.sh} does it with the full numbers; what was
 * measured is in {@code target/load.txt}.
 */
@Tag("measuring")
class LoadIT {
    private static final int STARTS = Integer.getInteger("classcast.starts", 20);
    private static final int LOADERS = Integer.getInteger("classcast.loaders", 2_000);
    private static final int CLASSES = 400;
    private static final int EACH = 20;
    private static final int JARS = 10;
    /** Starts a program again and again; prints after each its time in ms and what the host then has. $1: how often. */
    private static final String IN_A_ROW = """
            n=$1; shift
            i=0
            while [ $i -lt $n ]; do
                begun=$(date +%s%N)
                "$@" 2>> /tmp/work/err >> /tmp/work/out || echo failed
                ms=$((($(date +%s%N) - begun) / 1000000))
                processes=0
                for process in /proc/[0-9]*; do processes=$((processes + 1)); done
                echo "start $ms files $(find /dev/shm /tmp ! -path '/tmp/work/*' ! -path '/tmp/hsperf*' -xdev | wc -l)" \
                    "processes $processes segments $(wc -l < /proc/sysvipc/shm)"
                i=$((i + 1))
            done
            sort /tmp/work/out | uniq -c
            grep -c 'served to 1 rank' /tmp/work/err
            """;

    private static void note(String line) throws IOException {
        Files.writeString(Machine.home().resolve("target/load.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep=0", "keep=600"})
    void startsInARowLeaveNothingAndDoNotBecomeSlower(String options) throws IOException {
        Path workspace = Fixtures.workspace("starts-" + options);
        try (Cluster cluster = new Cluster(workspace, 1, 128)) {
            Path app = Fixtures.empty(workspace.resolve("app"));
            Fixtures.compile("plain", app.resolve("classes"));
            Fixtures.generateJars(app, CLASSES, EACH, JARS);
            List<String> command = new ArrayList<>(List.of("sh", "-c", IN_A_ROW, "sh", "" + STARTS, Machine.jdk(17) + "/bin/java",
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", Fixtures.agent("engine=none," + options), "-cp",
                    app.resolve("lib") + "/*:" + app.resolve("classes"), "Hello"));
            Command.Result result = cluster.hosts().get(0).exec("/tmp/work", Map.of(), 60 + 20 * STARTS, command.toArray(new String[0]));
            assertThat(result.out()).as(result.err()).doesNotContain("failed").contains(" " + STARTS + " hello\n").endsWith("\n" + STARTS + "\n");
            List<Integer> times = new ArrayList<>();
            List<String> left = new ArrayList<>();
            Matcher line = Pattern.compile("start (\\d+) (files .*)").matcher(result.out());
            while (line.find()) {
                times.add(Integer.parseInt(line.group(1)));
                left.add(line.group(2));
            }
            assertThat(left).hasSize(STARTS);
            // The first leaves the directory with its locks, and the store that is kept.
            assertThat(left.stream().distinct()).as("what the host has after each start").hasSize(1);
            int part = Math.min(50, STARTS / 2);
            int first = median(times.subList(0, part));
            int last = median(times.subList(STARTS - part, STARTS));
            note(STARTS + " starts, " + options + ": median of the first " + part + " " + first + " ms, of the last " + last + " ms; after each "
                    + left.get(0));
            // A handful of starts on a machine that does other things as well tells nothing about time.
            assertThat(part < 50 || last <= 1.5 * first).as("median of the first %d ms, of the last %d ms", first, last).isTrue();
        }
    }

    private static int median(List<Integer> values) {
        int[] sorted = values.stream().mapToInt(Integer::intValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void childLoadersLeaveNothing(int jdk) throws IOException {
        Path root = Fixtures.empty(Fixtures.workspace("loaders" + jdk));
        Fixtures.compile("soak", root.resolve("classes"));
        Fixtures.generateJars(root, CLASSES, EACH, JARS);
        Map<String, long[]> plain = run(jdk, root, null);
        Map<String, long[]> served = run(jdk, root, "engine=none,quiet");
        for (String what : List.of("descriptors", "mappings", "heapKiB", "buffersKiB", "classes")) {
            long[] with = served.get(what);
            long[] without = plain.get(what);
            note(LOADERS + " loaders, JDK " + jdk + ", " + what + ": plain " + Arrays.toString(without) + ", Classcast " + Arrays.toString(with));
            long slack = switch (what) {
                case "descriptors" -> 4;
                // Arenas and thread stacks of the JVM come and go; a leak would be one for each loader, or each tenth.
                case "mappings" -> 60;
                case "heapKiB" -> 2048;
                case "buffersKiB" -> 64;
                default -> 200;
            };
            assertThat(with[1]).as("%s after %d loaders, after the first thousand %d", what, LOADERS, with[0]).isLessThan(with[0] + slack);
        }
    }

    /** Of each figure: after the first thousand loaders, and at the end. */
    private static Map<String, long[]> run(int jdk, Path root, String options) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(jdk) + "/bin/java", "-Xmx256m", "-XX:+UseSerialGC"));
        if (options != null) {
            command.add(Fixtures.agent(options));
        }
        command.addAll(List.of("-cp", root.resolve("lib") + "/*:" + root.resolve("classes"), "ChildLoaders", "" + LOADERS, "" + CLASSES, "" + EACH));
        Command.Result result = Command.run(command, Map.of(), 120 + LOADERS / 20);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("loaders 1000 ", "loaders " + LOADERS + " ");
        Map<String, long[]> figures = new HashMap<>();
        List<String> lines = result.out().lines().toList();
        for (int l = 0; l < 2; l++) {
            String[] words = lines.get(l).split(" ");
            for (int w = 2; w < words.length; w += 2) {
                figures.computeIfAbsent(words[w], x -> new long[2])[l] = Long.parseLong(words[w + 1]);
            }
        }
        return figures;
    }
}
