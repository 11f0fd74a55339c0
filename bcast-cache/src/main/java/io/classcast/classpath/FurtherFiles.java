package io.classcast.classpath;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What is served beside the class path.
 *
 * @param included files and directories, absolute, whose regular files are served to whoever opens them
 * @param libraryPath elements of {@code java.library.path}, as they stand there; those that belong to the operating system are
 *        left out, since each node has its own
 */
public record FurtherFiles(List<String> included, List<String> libraryPath) {
    /** Nothing. */
    public static final FurtherFiles NONE = new FurtherFiles(List.of(), List.of());

    private static final String[] OF_THE_SYSTEM = {"/usr/java/packages/", "/usr/lib", "/lib"};

    /**
     * Reads the two lists.
     *
     * @param included paths
     * @param libraryPath {@code java.library.path}, or null
     * @return what to serve
     */
    public static FurtherFiles of(List<String> included, String libraryPath) {
        List<String> absolute = new ArrayList<>();
        for (String path : included) {
            absolute.add(new File(path).getAbsolutePath());
        }
        List<String> directories = new ArrayList<>();
        int from = 0;
        while (libraryPath != null && from < libraryPath.length()) {
            int to = libraryPath.indexOf(File.pathSeparatorChar, from);
            String element = libraryPath.substring(from, to < 0 ? libraryPath.length() : to);
            if (!element.isEmpty() && !isOfTheSystem(element) && !directories.contains(element)) {
                directories.add(element);
            }
            from = to < 0 ? libraryPath.length() : to + 1;
        }
        return absolute.isEmpty() && directories.isEmpty() ? NONE : new FurtherFiles(absolute, directories);
    }

    private static boolean isOfTheSystem(String directory) {
        for (String prefix : OF_THE_SYSTEM) {
            if (directory.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
