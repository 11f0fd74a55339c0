package io.classcast.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JDK whose launcher is real, and whose JVM prints what it is told and ends: a start takes 2 ms. */
final class LauncherOnly {
    private static final String CLASS_PATH = "-Djava.class.path=";
    private static final String OURS = "-Dclasscast.classpath";
    private static final List<String> SYMBOLS = List.of("-XX:+UnlockExperimentalVMOptions", "-XX:SymbolTableSize=262144",
            "-XX:-UnlockExperimentalVMOptions");

    /** Where the class path of a JVM is. */
    enum Place { OFF, ON, ALONE }

    /**
     * What reached the JVM.
     *
     * @param exit of the launcher
     * @param classPath the one that counts; null without one
     * @param options all others, but for ours; each ends at a line's end, and other bytes than those of ASCII are escaped
     * @param place of the class path
     * @param agent its options
     * @param errors lines of stderr, but for ours
     */
    record Start(int exit, String classPath, List<String> options, Place place, String agent, List<String> errors) {
        /** The same program with the same options: the class path may have wildcards only where it is off the command line. */
        boolean isLike(Start plain) {
            return exit == plain.exit && options.equals(plain.options) && errors.equals(plain.errors)
                    && (place == Place.OFF && classPath.contains("*") || String.valueOf(classPath).equals(String.valueOf(plain.classPath)));
        }
    }

    private LauncherOnly() {
    }

    /** Makes such a JDK; gives its java. */
    static Path of(int jdk, Path home) throws IOException {
        Path real = Machine.jdk(jdk).toRealPath();
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib/server"));
        // Copies: the launcher looks for the rest beside what it is itself.
        for (String file : List.of("bin/java", "lib/libjli.so", "lib/jvm.cfg", "release")) {
            Files.copy(real.resolve(file).toRealPath(), home.resolve(file));
        }
        Files.createSymbolicLink(home.resolve("lib/libjava.so"), real.resolve("lib/libjava.so"));
        Command.run(List.of("gcc", "-shared", "-fPIC", "-o", home.resolve("lib/server/libjvm.so").toString(),
                Machine.home().resolve("src/test/fixtures/launcher/jvm.c").toString()), Map.of(), 60).orFail("gcc");
        return home.resolve("bin/java");
    }

    /** Reads what such a JVM, started plainly or by bcastjar run, has printed. */
    static Start read(Command.Result result) {
        String classPath = null;
        String agent = null;
        StringBuilder ours = null;
        List<String> options = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            if (line.startsWith(CLASS_PATH)) {
                classPath = line.substring(CLASS_PATH.length());
            } else if (line.startsWith("-javaagent:") || line.startsWith("-agentlib:instrument=")) {
                agent = line;
            } else if (line.startsWith(OURS)) {
                ours = (ours == null ? new StringBuilder() : ours).append(line, line.indexOf('=') + 1, line.length());
            } else if (!SYMBOLS.contains(line) && !line.startsWith("-Dclasscast.")) {
                options.add(line);
            }
        }
        Place place = ours != null ? Place.OFF : agent != null ? Place.ON : Place.ALONE;
        return new Start(result.exit(), ours == null ? classPath : ours.toString(), options, place, agent,
                result.err().lines().filter(l -> !l.startsWith("bcastjar run: ")).toList());
    }
}
