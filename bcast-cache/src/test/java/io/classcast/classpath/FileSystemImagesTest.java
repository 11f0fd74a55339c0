package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileSystemImagesTest {
    private static final String TABLE = """
            21 1 0:20 / / rw,relatime shared:1 - ext4 /dev/vda rw
            22 21 7:0 / /opt/app ro,nodev shared:2 master:3 - squashfs /dev/loop0 ro
            23 22 0:44 / /opt/app/lib rw - tmpfs none rw
            24 21 0:45 / /with\\040space ro - fuse.squashfuse squashfuse ro
            25 21 0:46 / /merged rw,relatime - overlay overlay rw,lowerdir=/a
            26 21 0:47 / /container ro,relatime - overlay overlay rw,lowerdir=/a
            27 21 0:48 / /over rw - squashfs /dev/loop1 ro
            28 21 0:49 / /over rw - ext4 /dev/vdb rw
            """;

    @Test
    void theNearestMountOfAFileCounts() {
        FileSystemImages mounts = new FileSystemImages(TABLE);
        assertThat(mounts.holds("/opt/app/a.jar")).isTrue();
        assertThat(mounts.holds("/opt/app")).isTrue();
        assertThat(mounts.holds("/opt/application.jar")).isFalse();
        assertThat(mounts.holds("/opt/app/lib/a.jar")).isFalse();
        assertThat(mounts.holds("/with space/a.jar")).isTrue();
        assertThat(mounts.holds("/merged/a.jar")).isFalse();
        assertThat(mounts.holds("/container/a.jar")).isTrue();
        assertThat(mounts.holds("/over/a.jar")).as("the last one is on top").isFalse();
        assertThat(mounts.holds("/a.jar")).isFalse();
        assertThat(new FileSystemImages("").holds("/a.jar")).isFalse();
        assertThat(new FileSystemImages("odd line\n").holds("/a.jar")).isFalse();
    }
}
