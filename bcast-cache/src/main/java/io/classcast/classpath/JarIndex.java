package io.classcast.classpath;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * {@code META-INF/INDEX.LIST}: the jars that the JDK looks into for what a jar does not have itself, in place of those of
 * its {@code Class-Path}; it then passes by what else the class path has of them ({@code URLClassPath.JarLoader.ensureOpen}
 * and {@code getClassPath}, {@code jdk.internal.util.jar.JarIndex}, JDK 17). Followed by JDK 17, and by JDK 18 to 21 where
 * a switch says so.
 */
public final class JarIndex {
    static final String NAME = "META-INF/INDEX.LIST";
    /** For JDK 18 to 21. */
    public static final String SWITCH = "sun.misc.URLClassPath.enableJarIndex";
    private static final int LAST_ALWAYS = 17;
    private static final int LAST_BY_SWITCH = 21;

    private JarIndex() {
    }

    /** Whether the running JVM follows it. */
    static boolean isFollowed() {
        int feature = Runtime.version().feature();
        String value = feature <= LAST_ALWAYS ? "" : feature <= LAST_BY_SWITCH ? System.getProperty(SWITCH) : null;
        return value != null && (value.isEmpty() || value.equals("true"));
    }

    /**
     * The jars that an index names, but for the one that it is in.
     *
     * @param url of the class-path entry
     * @param file the jar
     * @return URLs in order
     * @throws IOException where the JDK would not open the jar
     */
    static List<String> otherJars(String url, File file) throws IOException {
        List<String> jars = new ArrayList<>();
        try (JarFile jar = new JarFile(file)) {
            JarEntry index = jar.getJarEntry(NAME);
            URL base = new URL(url);
            BufferedReader lines = new BufferedReader(new InputStreamReader(jar.getInputStream(index), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(".jar")) {
                    add(base, line, jars);
                }
            }
        }
        jars.remove(url);
        return jars;
    }

    private static void add(URL base, String name, List<String> jars) {
        try {
            String resolved = new URL(base, name).toString();
            if (!jars.contains(resolved)) {
                jars.add(resolved);
            }
        } catch (MalformedURLException e) {
            // The JDK passes it by as well.
            return;
        }
    }
}
