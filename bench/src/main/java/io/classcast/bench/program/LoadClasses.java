package io.classcast.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the classes of a list, without initialising them, and prints how long it took since main began. */
public final class LoadClasses {
    private LoadClasses() {
    }

    /**
     * Prints {@code classes=N failed=N loopNanos=N} on stdout and {@code failed NAME REASON} on stderr for each class that cannot be loaded.
     *
     * @param args a file with one class name a line; lines that start with # are skipped
     * @throws IOException if the list cannot be read
     */
    public static void main(String[] args) throws IOException {
        long start = System.nanoTime();
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        int loaded = 0;
        int failed = 0;
        for (String name : Files.readAllLines(Path.of(args[0]))) {
            if (name.startsWith("#")) {
                continue;
            }
            try {
                Class.forName(name, false, loader);
                loaded++;
            } catch (ClassNotFoundException | LinkageError e) {
                failed++;
                System.err.println("failed " + name + " " + e);
            }
        }
        long nanos = System.nanoTime() - start;
        System.out.println("classes=" + loaded + " failed=" + failed + " loopNanos=" + nanos);
    }
}
