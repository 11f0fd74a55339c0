package io.classcast.cluster.compat;

import io.classcast.cluster.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that uses a library for real. It prints lines that are the same in each run, and "end" as the last one.
 *
 * @param name of the program; unique
 * @param library what its version is read from: the name of a jar without version
 * @param folder below apps/compat/target/lib: its jars, and classes in a directory of that name
 * @param main class
 * @param jvmOptions each one token that starts with a dash; {@link #FOLDER} stands for the folder as the hosts see it
 * @param arguments of the main class
 * @param lowestJdk the oldest Java version that the library runs on
 */
public record Program(String name, String library, String folder, String main, List<String> jvmOptions,
        List<String> arguments, int lowestJdk) {
    /** In options of the JVM. */
    public static final String FOLDER = "{folder}";
    private static final String CLASSES = "classes";

    /**
     * A program with nothing special about it.
     *
     * @param name of the program, its folder and its package
     * @param library what its version is read from
     * @param main simple name of the main class
     * @return to run on any JDK
     */
    public static Program of(String name, String library, String main) {
        return new Program(name, library, name, "io.classcast.compat." + name + "." + main, List.of(), List.of(), 17);
    }

    /** The folders of all programs. */
    private static Path all() {
        return Machine.home().resolve("apps/compat/target/lib");
    }

    /**
     * Where the build put the program.
     *
     * @return its folder
     */
    public Path built() {
        Path built = all().resolve(folder);
        if (!Files.isDirectory(built)) {
            throw new IllegalStateException(built + " is missing; run mvn -f test-clusters/apps/compat/pom.xml package");
        }
        return built;
    }

    /**
     * The program's class path: its own jar, the other jars of its folder by name, and the directory classes. Jars in deeper
     * folders are not on it by themselves: another jar names them, or the program finds them.
     *
     * @param seen the folder as the hosts see it
     * @return separated by colons
     */
    public String classPath(Path seen) {
        try (Stream<Path> files = Files.list(built())) {
            List<String> names = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".jar") || f.equals(CLASSES)).sorted().toList();
            List<String> entries = new ArrayList<>();
            String own = folder + ".jar";
            if (names.contains(own)) {
                entries.add(seen.resolve(own).toString());
            }
            names.stream().filter(f -> !f.equals(own) && !f.equals(CLASSES)).forEach(f -> entries.add(seen + "/" + f));
            names.stream().filter(f -> f.equals(CLASSES)).forEach(f -> entries.add(seen + "/" + f));
            return String.join(":", entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The version of the library, as its jar's name tells it; where it is inside of another jar, another program has it too.
     *
     * @return such as 9.12.3
     */
    String version() {
        for (Path folder : List.of(built(), all())) {
            try (Stream<Path> files = Files.walk(folder)) {
                Matcher jar = Pattern.compile(Pattern.quote(library) + "-([0-9][^/]*)\\.jar").matcher("");
                List<String> versions = files.map(f -> f.getFileName().toString()).filter(f -> jar.reset(f).matches())
                        .map(f -> jar.group(1)).sorted().toList();
                if (!versions.isEmpty()) {
                    return versions.get(0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no jar " + library + " below " + all());
    }
}
