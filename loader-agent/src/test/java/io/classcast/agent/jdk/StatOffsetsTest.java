package io.classcast.agent.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.internal.misc.Unsafe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatOffsetsTest {
    @TempDir
    private Path directory;

    @Test
    void theFieldsSayWhatTheViewSays() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[12_345]);
        Files.setLastModifiedTime(file, FileTime.from(1_234_567_890_123_456_789L, TimeUnit.NANOSECONDS));
        StatOffsets fields = StatOffsets.of(Unsafe.getUnsafe());
        assertThat(fields).isNotNull();
        for (Path path : new Path[] {file, directory, Path.of("/proc/self/status")}) {
            compare(fields, Files.readAttributes(path, PosixFileAttributes.class), path);
        }
        try (SecureDirectoryStream<Path> open = (SecureDirectoryStream<Path>) Files.newDirectoryStream(directory)) {
            compare(fields, open.getFileAttributeView(Path.of("file"), PosixFileAttributeView.class).readAttributes(), file);
        }
    }

    private static void compare(StatOffsets fields, PosixFileAttributes found, Path path) throws IOException {
        Map<String, Object> view = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
        assertThat(fields.get(found, 0)).isEqualTo(view.get("dev"));
        assertThat(fields.get(found, 1)).isEqualTo(view.get("ino"));
        assertThat(fields.get(found, 2)).isEqualTo(view.get("size"));
        assertThat(fields.get(found, 3) * 1_000_000_000 + fields.get(found, 4)).isEqualTo(nanos(view.get("lastModifiedTime")));
        assertThat(fields.get(found, 5) * 1_000_000_000 + fields.get(found, 6)).isEqualTo(nanos(view.get("ctime")));
    }

    private static long nanos(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }
}
