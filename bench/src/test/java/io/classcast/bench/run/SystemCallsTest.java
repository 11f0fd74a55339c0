package io.classcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCallsTest {
    @TempDir
    Path directory;

    private Map<String, Long> count(String trace) throws IOException {
        Map<String, Long> operations = new HashMap<>();
        SystemCalls.count(Files.writeString(directory.resolve("trace"), trace), Path.of("/data/app"), operations);
        return operations;
    }

    @Test
    void callsOnTheDirectoryAreCountedByTheirKind() throws IOException {
        assertThat(count("""
                11 newfstatat(AT_FDCWD, "/data/app/a.jar", {st_mode=S_IFREG|0644, ...}, 0) = 0
                11 newfstatat(AT_FDCWD, "/data/app/none", 0x7ffe, 0) = -1 ENOENT (No such file or directory)
                12 openat(AT_FDCWD, "/data/app/a.jar", O_RDONLY) = 7</data/app/a.jar>
                12 openat(AT_FDCWD, "/data/app/none.jar", O_RDONLY) = -1 ENOENT (No such file or directory)
                12 read(7</data/app/a.jar>, ""..., 8192) = 100
                12 pread64(7</data/app/a.jar>, ""..., 10, 5) = 10
                12 getdents64(8</data/app>, 0x5, 32768) = 48
                12 readlink("/data/app", 0x7ffc, 4095) = -1 EINVAL (Invalid argument)
                """)).isEqualTo(Map.of("lookup", 3L, "enoent", 2L, "open", 2L, "read", 2L, "readBytes", 110L, "readdir", 1L));
    }

    @Test
    void otherPathsAndProgramsAreNot() throws IOException {
        assertThat(count("""
                11 execve("/data/app/run", ["x"], 0x7f /* 3 vars */) = 0
                11 openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 7</etc/passwd>
                11 +++ exited with 0 +++
                11 --- SIGSEGV {si_signo=SIGSEGV} ---
                """)).isEmpty();
    }

    @Test
    void aCallThatAnotherThreadInterruptsIsOne() throws IOException {
        assertThat(count("""
                11 openat(AT_FDCWD, "/data/app/a.jar", O_RDONLY <unfinished ...>
                12 read(9</data/app/b.jar>,  <unfinished ...>
                11 <... openat resumed>) = 7</data/app/a.jar>
                12 <... read resumed>""..., 512) = 512
                """)).isEqualTo(Map.of("open", 1L, "read", 1L, "readBytes", 512L));
    }
}
