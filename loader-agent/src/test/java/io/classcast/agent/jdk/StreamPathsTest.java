package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an open file without the JDK's fields. */
class StreamPathsTest {
    @Test
    void linuxTellsWhetherAFileIsOpenForWriting(@TempDir Path directory) throws IOException {
        String path = directory.resolve("file").toString();
        for (String mode : new String[] {"rw", "rws", "r"}) {
            try (RandomAccessFile file = new RandomAccessFile(path, mode)) {
                int number = StreamPaths.look().number(file.getFD());
                assertThat(StreamPaths.isForWriting(number)).as(mode).isEqualTo(mode.startsWith("rw"));
            }
        }
    }
}
