package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("p.profile");
    }

    private void write() throws IOException {
        Profile.write(file, List.of(Profile.line(Profile.CLASS, "p.Main", "/app/b.jar"), Profile.line(Profile.RESOURCE, "a\tb\\\n\rc\\t", "/app/a\tb.jar"),
                Profile.line(Profile.CLASS, "p.Ä", "/app/b.jar"), Profile.line(Profile.RESOURCE, "dir", "/app/b.jar"), Profile.line(Profile.RESOURCE, "", "/app/dir"),
                Profile.line(Profile.JAR, "/app/c.jar"), Profile.line(Profile.ZIP, "/plugins/d.jar"), Profile.line(Profile.LIBRARY, "/lib/libx.so")));
    }

    @Test
    void itIsNotWrittenThroughALinkThatOthersHavePutThere() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine"), "mine");
        Files.createSymbolicLink(directory.resolve("profile.part-" + ProcessHandle.current().pid()), mine);
        Files.createSymbolicLink(directory.resolve("profile"), mine);
        Profile.write(directory.resolve("profile"), List.of(Profile.line("C", "x")));
        assertThat(mine).hasContent("mine");
        assertThat(Files.isSymbolicLink(directory.resolve("profile"))).isFalse();
        assertThat(directory.resolve("profile")).content().contains("C\tx");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        write();
        Profile profile = Profile.read(file);
        assertThat(profile.entries()).containsExactly("/app/b.jar", "/app/a\tb.jar", "/app/dir", "/app/c.jar");
        assertThat(profile.classes()).containsExactly("p.Main", "p.Ä");
        assertThat(profile.namesIn("/app/b.jar")).containsExactlyInAnyOrder("p/Main.class", "p/Ä.class", "dir");
        assertThat(profile.namesIn("/app/a\tb.jar")).containsExactly("a\tb\\\n\rc\\t");
        assertThat(profile.namesIn("/app/dir")).containsExactly("");
        assertThat(profile.namesIn("/app/c.jar")).isEmpty();
        assertThat(profile.namesIn("/plugins/d.jar")).isNull();
        assertThat(profile.wasOpened("/app/c.jar")).isTrue();
        assertThat(profile.wasOpened("/app/b.jar")).isFalse();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLinkOfAnotherUserIsNotFollowed() throws IOException {
        write();
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(Profile.read(link).classes()).hasSize(2);
        if (!OwnProcess.uid().equals("0")) {
            // Root alone can make another user's link.
            return;
        }
        Files.setAttribute(link, "unix:uid", 4002, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> Profile.read(link)).isInstanceOf(ClasscastException.class).hasMessageContaining("a link of another user");
        assertThat(Profile.fingerprint(link)).isZero();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoRegularFileOrHasNoEndIsRefused() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        for (Path no : List.of(pipe, Path.of("/dev/zero"), directory)) {
            assertThatThrownBy(() -> Profile.read(no)).isInstanceOf(ClasscastException.class).hasMessageContaining("no regular file");
            assertThat(Profile.fingerprint(no)).isZero();
        }
        try (FileChannel large = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            large.write(ByteBuffer.allocate(1), 64 << 20);
        }
        assertThatThrownBy(() -> Profile.read(file)).isInstanceOf(ClasscastException.class).hasMessageContaining("more than 64 MiB");
    }

    @Test
    void anEmptyProfileIsOne() throws IOException {
        Profile.write(file, List.of());
        assertThat(Profile.read(file).entries()).isEmpty();
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Profile.read(file)).as("%d bytes", length).isInstanceOf(ClasscastException.class)
                    .hasMessageContaining(file.toString()).hasMessageContaining("with bcastjar profile");
        }
    }

    @Test
    void whatIsNoProfileIsRefusedWithAWayOut() throws IOException {
        for (String text : new String[] {"PK\3\4 binary \0", "classcast-profile\t2\nend\t0\n", "classcast-profile\t1\nclass\ta\nend\t1\n",
            "classcast-profile\t1\nclass\ta\tb\tc\nend\t1\n", "classcast-profile\t1\nmodule\ta\nend\t1\n", "classcast-profile\t1\n\nend\t1\n",
            "classcast-profile\t1\njar\ta\nend\t2\n", "classcast-profile\t1\nend\t0\nmore\n"}) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Profile.read(file)).as(text).isInstanceOf(ClasscastException.class)
                    .hasMessageContaining(file.toString()).hasMessageContaining("with bcastjar profile");
        }
        Files.delete(file);
        assertThatThrownBy(() -> Profile.read(file)).isInstanceOf(ClasscastException.class).hasMessageContaining("cannot be read (there is no such file)");
    }

    @Test
    void anotherContentHasAnotherFingerprint() throws IOException {
        write();
        long one = Profile.fingerprint(file);
        Profile.write(file, List.of(Profile.line(Profile.JAR, "/app/c.jar")));
        assertThat(Profile.fingerprint(file)).isNotEqualTo(one).isNotZero();
        assertThat(Profile.fingerprint(directory.resolve("none"))).isZero();
    }
}
