package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** More classes for a list that is too short: those of the packages that it already uses, as if the application had run a little longer. */
final class TopUp {
    private static final String SUFFIX = ".class";

    private final JarFolder jars;

    TopUp(JarFolder jars) {
        this.jars = jars;
    }

    /**
     * Appends classes in the order of the class path, by name within a jar.
     *
     * @param names the list so far
     * @param count how many there should be in all
     * @return the list, longer; shorter than count if the packages hold no more
     */
    List<String> to(int count, List<String> names) throws IOException {
        Set<String> packages = names.stream().map(TopUp::packageOf).collect(Collectors.toCollection(HashSet::new));
        Set<String> all = new LinkedHashSet<>(names);
        for (Path jar : jars.jars()) {
            for (String name : classesOf(jar)) {
                if (all.size() >= count) {
                    return new ArrayList<>(all);
                }
                if (packages.contains(packageOf(name))) {
                    all.add(name);
                }
            }
        }
        return new ArrayList<>(all);
    }

    private static List<String> classesOf(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("META-INF/") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                    .sorted().toList();
        }
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
}
