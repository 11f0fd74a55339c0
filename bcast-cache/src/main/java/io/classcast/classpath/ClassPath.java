package io.classcast.classpath;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the text of a class path into the URLs that the JDK's application class loader searches
 * ({@code jdk.internal.loader.URLClassPath}, JDK 17 and 25). Touches the file system: see {@link ElementResolver}.
 */
public final class ClassPath {
    private ClassPath() {
    }

    /**
     * Parses a class path.
     *
     * @param classPath elements separated by {@code :}; an empty one means the working directory; {@code dir/*} means
     *        the jars in dir, as {@code java}'s launcher has it
     * @return URLs in order, duplicates included
     */
    public static List<String> parse(String classPath) {
        return new ElementResolver(split(classPath, true)).urls();
    }

    /**
     * Splits a class path.
     *
     * @param classPath elements separated by {@code :}
     * @param wildcards whether they are expanded
     * @return elements, as {@code java.class.path} has them
     */
    static List<String> split(String classPath, boolean wildcards) {
        List<String> elements = new ArrayList<>();
        int from = 0;
        while (from <= classPath.length()) {
            int to = classPath.indexOf(File.pathSeparatorChar, from);
            if (to < 0) {
                to = classPath.length();
            }
            String element = classPath.substring(from, to);
            if (wildcards) {
                expand(element, elements);
            } else {
                elements.add(element);
            }
            from = to + 1;
        }
        return elements;
    }

    private static void expand(String element, List<String> elements) {
        if (isWildcard(element) && !new File(element).exists()) {
            String directory = element.length() == 1 ? "." : element.substring(0, element.length() - 1);
            String[] names = new File(directory).list();
            if (names != null && names.length > 0) {
                boolean found = false;
                for (String name : names) {
                    if (name.endsWith(".jar") || name.endsWith(".JAR")) {
                        elements.add(element.substring(0, element.length() - 1) + name);
                        found = true;
                    }
                }
                if (found) {
                    return;
                }
            }
        }
        elements.add(element);
    }

    /** {@code isWildcard} of the launcher's wildcard.c: the element is {@code *} or ends with {@code /*}. */
    private static boolean isWildcard(String element) {
        return element.equals("*") || element.endsWith("/*");
    }

    /**
     * The URL of a file or directory.
     *
     * @param file absolute
     * @return with a trailing slash for a directory
     */
    static String url(File file) {
        return url(file.getPath(), file.isDirectory());
    }

    static String url(String absolute, boolean directory) {
        String path = UrlPath.encode(absolute);
        return "file:" + (path.endsWith("/") || !directory ? path : path + "/");
    }

    /**
     * The path that a file URL names.
     *
     * @param url of a class-path entry
     * @return the path, or null where it is no file URL or is not well formed
     */
    public static String path(String url) {
        if (!url.startsWith("file:")) {
            return null;
        }
        String path = url.substring(5);
        if (path.startsWith("//")) {
            int slash = path.indexOf('/', 2);
            String host = slash < 0 ? path.substring(2) : path.substring(2, slash);
            if (slash < 0 || !host.isEmpty() && !host.equals("localhost")) {
                return null;
            }
            path = path.substring(slash);
        }
        int fragment = path.indexOf('#');
        return UrlPath.decode(fragment < 0 ? path : path.substring(0, fragment));
    }

    /**
     * A fingerprint of a class path: two ranks with equal fingerprints search the same URLs.
     *
     * @param urls in order
     * @return 64-bit FNV-1a over the characters
     */
    public static long fingerprint(List<String> urls) {
        long hash = 0xCBF29CE484222325L;
        for (String url : urls) {
            for (int i = 0; i < url.length(); i++) {
                hash = (hash ^ url.charAt(i)) * 0x100000001B3L;
            }
            hash = (hash ^ '\n') * 0x100000001B3L;
        }
        return hash;
    }
}
