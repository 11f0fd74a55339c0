package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what {@code -Xlog:class+load:file=F:none} wrote: the classes that came out of jars, in the order in which they were loaded. */
final class ClassLoadLog {
    /** A hidden or generated class has a slash or no jar as its source, for example {@code A$$Lambda$14/0x0000000800c03400}. */
    private static final Pattern FROM_JAR = Pattern.compile("([^\\s/]+) source: (?:jar:)?file:(.*\\.jar)");

    private ClassLoadLog() {
    }

    static List<String> classes(Path log, JarFolder jars) throws IOException {
        Set<String> paths = new LinkedHashSet<>();
        jars.jars().forEach(jar -> paths.add(jar.toString()));
        Set<String> names = new LinkedHashSet<>();
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(line -> {
                Matcher matcher = FROM_JAR.matcher(line);
                if (matcher.matches() && paths.contains(matcher.group(2))) {
                    names.add(matcher.group(1));
                }
            });
        }
        return new ArrayList<>(names);
    }
}
