package io.classcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.store.StorePointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** What has changed since a store was made, and who notices. */
class OutdatedStoreTest extends SharedNodeFixture {
    @Test
    void aReplacedJarIsNoticed() throws IOException {
        ServedJob first = serve();
        writeJar("another");
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
    }

    @Test
    void aClassThatWasCompiledAgainIsNoticed() throws IOException {
        ServedJob first = serve();
        Files.writeString(classes.resolve("B.class"), "bbbb");
        Files.setLastModifiedTime(classes.resolve("B.class"), FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
    }

    @Test
    void anEntryThatWasMissingAndIsThereNowIsNoticed() throws IOException {
        ServedJob first = serve();
        Files.copy(jar, directory.resolve("none.jar"));
        ServedJob second = serve();
        assertThat(second.store().directory()).isNotEqualTo(first.store().directory());
        assertThat(second.problems()).isEmpty();
    }

    @Test
    void aJarOfTheSameSizeAndTimeIsNoticed() throws IOException {
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(jar, time);
        ServedJob first = serve();
        Path other = directory.resolve("other.jar");
        Files.copy(jar, other);
        Files.setLastModifiedTime(other, time);
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        ServedJob second = serve();
        assertThat(storeOf(second)).as("another file").isNotEqualTo(storeOf(first));
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, time);
        assertThat(storeOf(serve())).as("written in place").isNotEqualTo(storeOf(second));
    }

    @Test
    void aClassOfTheSameSizeAndTimeIsNoticed() throws IOException {
        Path file = classes.resolve("B.class");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        ServedJob first = serve();
        Files.writeString(file, "bbbb");
        Files.setLastModifiedTime(file, time);
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void whatChangesWhileItIsYoungIsNoticed() throws IOException {
        // Written in one tick of the file system's clock, perhaps: what was read must not be taken for what came after it.
        for (int i = 0; i < 20; i++) {
            writeJar("one" + (char) ('a' + i));
            ServedJob job = serve();
            ByteBuffer bytes = job.image().content(0);
            byte[] served = new byte[bytes.remaining()];
            bytes.duplicate().get(served);
            assertThat(served).isEqualTo(Files.readAllBytes(jar));
        }
    }

    @Test
    void aRenamedDirectoryIsNoticedWhateverItsName() throws IOException {
        Path old = Files.createDirectory(directory.resolve("classes/Aa"));
        Files.writeString(old.resolve("x.txt"), "x");
        ServedJob first = serve();
        Files.move(old, old.resolveSibling("BB"));
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void aDamagedJarDoesNotEndSharing() throws IOException {
        Files.writeString(directory.resolve("none.jar"), "no jar");
        ServedJob first = serve();
        assertThat(storeOf(serve())).isEqualTo(storeOf(first));
        Files.copy(jar, directory.resolve("none.jar"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(storeOf(serve())).as("mended").isNotEqualTo(storeOf(first));
    }

    @Test
    void aJarThatIsAddedUnderAWildcardIsNoticed() throws IOException {
        Path lib = Files.createDirectory(directory.resolve("lib"));
        Files.copy(jar, lib.resolve("a.jar"));
        ServedJob first = serve(lib + "/*");
        assertThat(storeOf(serve(lib + "/*"))).isEqualTo(storeOf(first));
        Files.copy(jar, lib.resolve("b.jar"));
        ServedJob second = serve(lib + "/*");
        assertThat(second.image().image().entryCount()).isEqualTo(2);
        Files.delete(lib.resolve("a.jar"));
        assertThat(serve(lib + "/*").image().image().entryCount()).isEqualTo(1);
    }

    @Test
    void aLinkThatIsSwitchedIsNoticed() throws IOException {
        Path v2 = Files.createDirectory(directory.resolve("v2"));
        Files.copy(jar, v2.resolve("a.jar"));
        Path current = Files.createSymbolicLink(directory.resolve("current"), directory);
        ServedJob first = serve(current + "/a.jar");
        assertThat(first.image().image().entry(0).path()).isEqualTo(jar.toRealPath().toString());
        Files.delete(current);
        Files.createSymbolicLink(current, v2);
        assertThat(serve(current + "/a.jar").image().image().entry(0).path()).isEqualTo(v2.resolve("a.jar").toRealPath().toString());
    }

    @Test
    void whoComesThroughOtherMountsComparesForItself() throws IOException {
        ServedJob first = serve();
        Path base = storeOf(first).getParent();
        try (var files = Files.list(base)) {
            Path pointer = files.filter(f -> f.getFileName().toString().startsWith("pointer-")).findFirst().orElseThrow();
            String name = pointer.getFileName().toString();
            Files.move(pointer, pointer.resolveSibling(name.substring(0, name.lastIndexOf('-') + 1) + "0"));
        }
        assertThat(storeOf(serve())).as("the same files").isEqualTo(storeOf(first));
        writeJar("another");
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void aLookCountsForThoseWhoHadComeBeforeItBegan() {
        StorePointer.State before = new StorePointer.State(5, "a");
        assertThat(before.wasLookedAtUntil(before)).isFalse();
        assertThat(before.wasLookedAtUntil(before.looked())).as("it may have begun earlier").isFalse();
        assertThat(before.wasLookedAtUntil(before.looked().looked())).isTrue();
        StorePointer.State other = StorePointer.to(Path.of("/b"));
        assertThat(before.wasLookedAtUntil(other)).as("the scan may have begun earlier").isFalse();
        assertThat(before.wasLookedAtUntil(other.looked())).isTrue();
    }

    @Test
    void aStoreThatIsOutdatedIsNotKept() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 60_000);
        writeJar("another");
        ServedJob second = serve();
        assertThat(storeOf(second)).isNotEqualTo(storeOf(first));
        assertThat(storeOf(first)).doesNotExist();
        writeJar("a third");
        ServedJob third = serve();
        second.store().close(null, 60_000);
        assertThat(storeOf(second)).as("its user wanted to keep it").doesNotExist();
        third.store().close(null, 0);
    }
}
