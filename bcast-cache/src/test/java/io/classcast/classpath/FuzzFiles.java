package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where fuzz tests keep the file that is being read: in memory, where the machine has such a place. */
public final class FuzzFiles {
    private static Path made;

    private FuzzFiles() {
    }

    /** The directory; goes with the JVM, where it is empty then. */
    public static synchronized Path directory() throws IOException {
        if (made == null) {
            Path shared = Path.of("/dev/shm");
            made = Files.isWritable(shared) ? Files.createTempDirectory(shared, "classcast-fuzz") : Files.createTempDirectory("classcast-fuzz");
            made.toFile().deleteOnExit();
        }
        return made;
    }
}
