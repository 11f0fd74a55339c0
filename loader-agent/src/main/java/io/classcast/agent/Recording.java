package io.classcast.agent;

import io.classcast.agent.loader.Recorder;
import io.classcast.classpath.Profile;
import java.io.IOException;
import java.nio.file.Path;

/** The option {@code record}: what rank 0 uses goes to a file when it ends. */
final class Recording {
    private final Path file;
    private final Recorder recorder;
    private final int entries;
    private final Messages messages;

    /**
     * Prepares.
     *
     * @param file to write
     * @param recorder notes what is used
     * @param entries of the class path
     * @param messages for the user
     */
    Recording(String file, Recorder recorder, int entries, Messages messages) {
        // The program may change user.dir.
        this.file = Path.of(file).toAbsolutePath();
        this.recorder = recorder;
        this.entries = entries;
        this.messages = messages;
    }

    /** Writes the file; never throws, since it runs while the JVM ends. */
    void write() {
        try {
            Profile.write(file, recorder.lines());
            messages.info("profile " + file + ": " + recorder.summary(entries));
        } catch (IOException | RuntimeException e) {
            messages.warn("cannot write the profile " + file + ": " + e + "; name a file in a directory that can be written, with record="
                    + " or bcastjar profile -o");
        }
    }
}
