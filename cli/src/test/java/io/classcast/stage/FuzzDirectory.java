package io.classcast.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where fuzz tests work: in memory, where the machine has such a place. */
final class FuzzDirectory {
    private static Path made;

    private FuzzDirectory() {
    }

    static synchronized Path get() throws IOException {
        if (made == null) {
            Path shared = Path.of("/dev/shm");
            made = Files.isWritable(shared) ? Files.createTempDirectory(shared, "classcast-fuzz") : Files.createTempDirectory("classcast-fuzz");
            made.toFile().deleteOnExit();
        }
        return made;
    }
}
