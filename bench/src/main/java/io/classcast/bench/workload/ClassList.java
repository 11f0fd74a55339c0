package io.classcast.bench.workload;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.LoadClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The list of classes that the benchmarks load: recorded from a real application, filled up to a round number, and tried on each JDK.
 *
 * <p>File format: comment lines that start with #, the first of which names the class path that the list was made for; then one class name a line, in the
 * order in which the application loaded them.
 *
 * <p>The classes are the same each time. Their order differs in about one place in a hundred: HotSpot verifies the methods of a class in the order of their
 * names' addresses, and verifying loads classes. So the list is kept, and results carry its {@link #checksum}.
 */
public final class ClassList {
    /** Of 1,000 classes a few cannot be loaded, since an optional dependency is not there; as many spare ones are tried. */
    private static final double SPARE = 1.2;

    private final Path file;
    private final JarFolder jars;
    private final Path programs;

    /**
     * A list.
     *
     * @param file where it is kept
     * @param jars the class path
     * @param programs the jar with {@link LoadClasses}
     */
    public ClassList(Path file, JarFolder jars, Path programs) {
        this.file = file;
        this.jars = jars;
        this.programs = programs;
    }

    /**
     * Whether the list exists and is one for this class path.
     *
     * @return false if it must be made
     * @throws IOException if it cannot be read
     */
    public boolean isCurrent() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("").equals(header());
        }
    }

    /**
     * The classes.
     *
     * @return binary names, in the order in which they are loaded
     * @throws IOException if the file cannot be read
     */
    public List<String> names() throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    }

    /**
     * Tells one list from another.
     *
     * @return CRC-32 of the file
     * @throws IOException if it cannot be read
     */
    public long checksum() throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        return crc.getValue();
    }

    /**
     * Makes the list and writes it.
     *
     * @param application what to record
     * @param work an empty directory
     * @param count how many classes
     * @param jdks each class loads on all of these; the first one runs the application
     * @return how many of them the application itself loaded
     * @throws IOException if something does not run, or there are not enough classes
     * @throws InterruptedException if the thread is interrupted
     */
    public int make(RecordedApplication application, Path work, int count, List<Jdk> jdks) throws IOException, InterruptedException {
        List<String> recorded = application.record(jdks.get(0), work);
        List<String> names = new TopUp(jars).to((int) (count * SPARE), recorded);
        Set<String> failing = new HashSet<>();
        for (Jdk jdk : jdks) {
            failing.addAll(failing(names, jdk, work));
        }
        names = names.stream().filter(name -> !failing.contains(name)).limit(count).toList();
        if (names.size() < count) {
            throw new IOException("only " + names.size() + " of " + count + " classes");
        }
        List<String> lines = new ArrayList<>();
        lines.add(header());
        lines.add("# loads on JDK " + jdks.stream().map(jdk -> jdk.version().toString()).collect(Collectors.joining(", ")));
        lines.addAll(names);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        Set<String> kept = new HashSet<>(names);
        return (int) recorded.stream().filter(kept::contains).count();
    }

    private Set<String> failing(List<String> names, Jdk jdk, Path work) throws IOException, InterruptedException {
        Path candidates = Files.write(work.resolve("candidates.txt"), names);
        Outcome outcome = new JavaCommand(jdk, List.of("-cp", jars.behind(programs), LoadClasses.class.getName(), candidates.toString())).run();
        return outcome.err().lines().filter(line -> line.startsWith("failed ")).map(line -> line.split(" ")[1]).collect(Collectors.toSet());
    }

    private String header() throws IOException {
        return "# startup-bench class-list, class path " + jars.fingerprint();
    }
}
