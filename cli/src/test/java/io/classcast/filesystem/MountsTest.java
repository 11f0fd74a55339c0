package io.classcast.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
    private final Mounts mounts = Mounts.parse("""
            /dev/sda1 / ext4 rw,relatime 0 0
            server:/data /data nfs4 rw,noac,vers=4.2 0 0
            tmpfs /data/hidden tmpfs rw,noexec 0 0
            tmpfs /data/hidden tmpfs rw,size=10m 0 0
            vol /with\\040blank fuse.glusterfs rw 0 0
            too short
            """);

    @Test
    void theLongestMountPointHoldsThePath() {
        assertThat(mounts.of(Path.of("/data/lib/a.jar")).type()).isEqualTo("nfs4");
        assertThat(mounts.of(Path.of("/data/lib/a.jar")).has("noac")).isTrue();
        assertThat(mounts.of(Path.of("/data")).source()).isEqualTo("server:/data");
        assertThat(mounts.of(Path.of("/")).type()).isEqualTo("ext4");
    }

    @Test
    void aNameThatStartsAlikeIsAnotherOne() {
        assertThat(mounts.of(Path.of("/database/a.jar")).type()).isEqualTo("ext4");
    }

    @Test
    void theLaterMountHidesTheEarlier() {
        assertThat(mounts.of(Path.of("/data/hidden/x")).has("noexec")).isFalse();
    }

    @Test
    void blanksAreUnescaped() {
        assertThat(mounts.of(Path.of("/with blank/x")).type()).isEqualTo("fuse.glusterfs");
    }

    @Test
    void typesTellWhereTheBytesAre() {
        assertThat(mounts.of(Path.of("/data/x")).kind()).isEqualTo(Mount.Kind.SHARED);
        assertThat(mounts.of(Path.of("/data/hidden")).kind()).isEqualTo(Mount.Kind.MEMORY);
        assertThat(mounts.of(Path.of("/with blank")).kind()).isEqualTo(Mount.Kind.SHARED);
        assertThat(mounts.of(Path.of("/home")).kind()).isEqualTo(Mount.Kind.DISK);
        assertThat(Mounts.parse("").of(Path.of("/home")).kind()).isEqualTo(Mount.Kind.UNKNOWN);
    }

    @Test
    void namesAreLookedForInDirectoriesAndNextToFilesOfTheSameFileSystem(@TempDir Path directory) throws IOException {
        Path inside = Files.createDirectory(directory.resolve("classes"));
        Path jar = Files.createFile(directory.resolve("a.jar"));
        Mounts one = Mounts.parse("/dev/sda1 / ext4 rw 0 0");
        Mount root = one.of(directory);
        assertThat(one.directories(root, List.of(inside, jar, jar, directory.resolve("no/such.jar")))).containsExactly(inside, directory);
        assertThat(one.directories(new Mount("/x", "nfs", "", List.of()), List.of(inside))).isEmpty();
        assertThat(one.group(List.of(inside, jar))).containsOnlyKeys(root);
    }
}
