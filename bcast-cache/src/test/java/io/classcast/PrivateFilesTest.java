package io.classcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is private is the user's alone, and the user can use it, be the umask what it may. */
class PrivateFilesTest {
    /** Makes one of each kind in a directory. */
    static final class Maker {
        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            PrivateFiles.createDirectory(directory.resolve("directory"));
            PrivateFiles.create(directory.resolve("created")).close();
            PrivateFiles.open(directory.resolve("opened")).close();
            PrivateFiles.write(directory.resolve("written"), new byte[] {1});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0777", "0277", "0022", "0"})
    void theUmaskDoesNotMatter(String umask, @TempDir Path directory) throws Exception {
        Process maker = new ProcessBuilder("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh", System.getProperty("java.home") + "/bin/java",
                "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), Maker.class.getName(), directory.toString()).inheritIO().start();

        assertThat(maker.waitFor()).isZero();
        assertThat(mode(directory.resolve("directory"))).isEqualTo("rwx------");
        for (String file : new String[] {"created", "opened", "written"}) {
            assertThat(mode(directory.resolve(file))).as(file).isEqualTo("rw-------");
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
