package io.classcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one user alone can show; {@code TwoUsersIT} has the links and directories of others. */
class TrustedPathTest {
    @TempDir
    Path temporary;
    private Path directory;

    @BeforeEach
    void real() throws IOException {
        directory = temporary.toRealPath();
    }

    private Path make(String name, String mode) throws IOException {
        Path made = Files.createDirectories(directory.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aPathIsResolvedAsTheKernelDoes() throws IOException {
        make("a/b/c", "rwx------");
        Files.createSymbolicLink(directory.resolve("down"), Path.of("a/b"));
        Files.createSymbolicLink(directory.resolve("a/up"), Path.of("../a/./b//c"));
        Files.createSymbolicLink(directory.resolve("absolute"), directory.resolve("a/up"));
        for (String name : new String[] {"down", "down/..", "a/up", "absolute", "absolute/..", "down/../up/../..", "."}) {
            assertThat(TrustedPath.resolve(directory.resolve(name))).as(name).isEqualTo(directory.resolve(name).toRealPath());
        }
        assertThat(TrustedPath.resolve(Path.of("/../.."))).isEqualTo(Path.of("/"));
        assertThat(TrustedPath.resolve(Path.of(""))).isEqualTo(Path.of("").toRealPath());
    }

    @Test
    void whatIsNotThereIsTakenAsItIs() throws IOException {
        make("a", "rwx------");
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("a/later"));
        assertThat(TrustedPath.resolve(directory.resolve("a/x/y"))).isEqualTo(directory.resolve("a/x/y"));
        assertThat(TrustedPath.resolve(directory.resolve("dangling/y"))).isEqualTo(directory.resolve("a/later/y"));
    }

    @Test
    void linksWithoutEndAreRefused() throws IOException {
        Files.createSymbolicLink(directory.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(directory.resolve("two"), Path.of("one"));
        assertThatThrownBy(() -> TrustedPath.resolve(directory.resolve("one"))).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void aDirectoryThatAllMayWriteToIsADangerAlsoAboveTheOneThatIsMeant() throws IOException {
        Path below = make("open/below", "rwxr-xr-x");
        assertThat(TrustedPath.dangerOnTheWay(below)).isNull();
        Path open = make("open", "rwxrwxrwx");
        assertThat(TrustedPath.danger(open)).startsWith("can be written to by all users and is not sticky");
        assertThat(TrustedPath.danger(below)).isNull();
        assertThat(TrustedPath.dangerOnTheWay(below)).startsWith("lies in " + open + ", which can be written to by all users");
        Files.setAttribute(open, "unix:mode", 01777);
        assertThat(TrustedPath.dangerOnTheWay(below)).isNull();
        assertThat(TrustedPath.dangerOnTheWay(open)).isNull();
        assertThat(TrustedPath.dangerInside(open)).as("others may add to it").isEqualTo("can be written to by all users");
    }

    @Test
    void thatTheGroupMayWriteToOnesOwnDirectoryIsOnesOwnChoice() throws IOException {
        Path own = make("own", "rwxrwx---");
        assertThat(TrustedPath.danger(own)).isNull();
        assertThat(TrustedPath.dangerInside(own)).isNull();
    }

    @Test
    void aFileOrALinkIsNoDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(TrustedPath.danger(file)).isEqualTo("is no directory");
        assertThat(TrustedPath.dangerInside(Files.createSymbolicLink(directory.resolve("link"), directory))).isEqualTo("is no directory");
    }
}
