package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStoreTest {
    @TempDir
    Path parent;

    private StoreBase base() {
        return StoreBase.choose(parent.toString());
    }

    @Test
    void theStoreIsPrivateAndGetsItsNameWhenItIsComplete() throws IOException {
        NodeStore unfinished = NodeStore.create(base(), "job-1");
        assertThat(unfinished.directory().getFileName()).hasToString("job-1.new");
        NodeStore store = unfinished.publish();
        assertThat(store.directory().getFileName()).hasToString("job-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.directory()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(base().directory())))
                .isEqualTo("rwx------");
        store.close(null, 0);
        assertThat(store.directory()).doesNotExist();
    }

    @Test
    void itsFilesAreForThisUserAloneWhateverTheUmask() throws IOException {
        NodeStore store = NodeStore.create(base(), "job-1").publish();
        store.identify("x");
        try (Stream<Path> all = Files.walk(base().directory())) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            assertThat(files).extracting(f -> f.getFileName().toString()).containsExactlyInAnyOrder("lock", "lease", "identity");
            for (Path file : files) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString()).isEqualTo("rw-------");
            }
        }
        store.close(null, 0);
    }

    @Test
    void aDirectoryWhereAllCanSwapTheStoreIsRefused() throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(this::base).isInstanceOf(ClasscastException.class)
                .hasMessageContaining("store " + parent + " can be written to by all users and is not sticky");
    }

    @Test
    void theLastOneIsAskedBeforeTheFilesGo() throws IOException {
        NodeStore store = NodeStore.create(base(), "job-2").publish();
        Files.writeString(store.directory().resolve("report-0.json"), "{}");
        boolean[] seen = new boolean[1];
        store.close(d -> seen[0] = Files.exists(d.resolve("report-0.json")), 0);
        assertThat(seen[0]).isTrue();
        assertThat(store.directory()).doesNotExist();
    }

    @Test
    void aStoreThatIsPublishedWhileItIsClosedIsRemovedAllTheSame() throws IOException {
        NodeStore store = NodeStore.create(base(), "job-3");
        store.close(d -> store.publish(), 0);
        assertThat(base().directory()).isDirectoryNotContaining("glob:**job-3*");
    }

    @Test
    void whoStillWritesToAStoreThatIsClosedDoesNotKeepIt() throws Exception {
        NodeStore store = NodeStore.create(base(), "job-4");
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                try {
                    Files.createFile(store.directory().resolve("content-" + i));
                } catch (IOException e) {
                    return;
                }
            }
        });
        writer.start();
        while (!Files.exists(store.directory().resolve("content-100"))) {
            Thread.onSpinWait();
        }
        store.close(null, 0);
        writer.join();
        assertThat(base().directory()).isDirectoryNotContaining("glob:**job-4*");
    }

    @Test
    void aJvmThatIsToldToEndRemovesTheStoreThatItHasMade() throws Exception {
        Process other = hold("made");
        other.destroy();
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(base().directory()).isDirectoryNotContaining("glob:**made*");
    }

    @Test
    void aJvmThatIsToldToEndRemovesTheStoreThatItHasJoinedLast() throws Exception {
        NodeStore store = NodeStore.create(base(), "joined").publish();
        Process other = hold("joined");
        store.close(null, 0);
        assertThat(store.directory()).isDirectory();
        other.destroy();
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(base().directory()).isDirectoryNotContaining("glob:**joined*");
    }

    @Test
    void aStoreThatIsMadeWhileTheJvmEndsIsRemoved() throws Exception {
        Process other = hold("late");
        other.toHandle().destroy();
        assertThat(other.inputReader().readLine()).isEqualTo("the JVM is ending");
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(base().directory()).isDirectoryNotContaining("glob:**late*");
    }

    @Test
    void aStoreWhoseUserWasKilledIsSweptByTheNextOne() throws Exception {
        Process other = hold("dead");
        Path left = base().directory().resolve("dead");
        assertThat(left).isDirectory();
        assertThat(StoreSweep.sweep(base(), false)).isEmpty();
        assertThat(left).isDirectory();
        other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        NodeStore.create(base(), "next").close(null, 0);
        assertThat(left).doesNotExist();
    }

    @Test
    void nobodyWaitsForALastUserThatHangsWhileItRemovesTheStore() throws Exception {
        NodeStore store = NodeStore.create(base(), "ending").publish();
        Path directory = store.directory();
        Path copy = directory.resolveSibling("kept");
        Files.createDirectory(copy);
        store.close(null, 0);
        Files.move(copy, directory);
        Files.createFile(directory.resolve("lease"));
        Process other = hold("ending");
        long begun = System.nanoTime();
        assertThatThrownBy(() -> NodeStore.join(directory)).isInstanceOf(ClasscastException.class).hasMessageContaining("last user");
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(1_000);
        assertThat(StoreSweep.sweep(base(), true)).isEmpty();
        other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(StoreSweep.sweep(base(), false)).containsExactly(directory);
    }

    @Test
    void nobodyWaitsForOneThatWasStoppedWhileItSwept() throws Exception {
        NodeStore.create(base(), "first").close(null, 0);
        Process other = hold("lock");
        long begun = System.nanoTime();
        NodeStore.create(base(), "second").close(null, 0);
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(1_000);
        StoreSweep.sweep(base(), true);
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(3_500);
        other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** Another JVM that makes a store, or joins one, and holds it until it is killed. */
    private Process hold(String job) throws IOException {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), parent.toString(), job).start();
        assertThat(other.inputReader().readLine()).isEqualTo("held");
        return other;
    }

    static final class Holder {
        private Holder() {
        }

        public static void main(String[] arguments) throws InterruptedException, IOException {
            StoreBase base = StoreBase.choose(arguments[0]);
            Path there = base.directory().resolve(arguments[1]);
            if (arguments[1].equals("late")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        NodeStore.create(base, "late");
                    } catch (ClasscastException e) {
                        System.out.println(e.getMessage());
                    }
                }));
            } else if (arguments[1].equals("ending") && Files.exists(there)) {
                // As a last user that hangs while it removes the store.
                FileChannel.open(there.resolve("lease"), StandardOpenOption.WRITE).lock();
            } else if (arguments[1].equals("lock")) {
                // As one that was stopped while it looked for stores to remove.
                FileChannel.open(there, StandardOpenOption.WRITE).lock();
            } else if (Files.exists(there)) {
                NodeStore.join(there);
            } else {
                NodeStore.create(base, arguments[1]).publish();
            }
            System.out.println("held");
            Thread.sleep(60_000);
        }
    }

    @Test
    void aDirectoryThatIsNotPrivateIsRefused() throws IOException {
        Files.createDirectory(base().directory(), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThatThrownBy(() -> NodeStore.create(base(), "j")).isInstanceOf(ClasscastException.class)
                .hasMessageContaining("not a private directory");
    }

    @Test
    void aLinkInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(base().directory(), elsewhere);
        assertThatThrownBy(() -> NodeStore.create(base(), "j")).isInstanceOf(ClasscastException.class)
                .hasMessageContaining("not a private directory");
    }

    @Test
    void aStoreDirectoryThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> StoreBase.choose("/no/such/place")).isInstanceOf(ClasscastException.class)
                .hasMessageContaining("/no/such/place");
    }

    @Test
    void aContentFileThatIsCutOffIsNoticed() throws IOException {
        NodeStore store = NodeStore.create(base(), "j");
        Files.write(store.directory().resolve(NodeStore.INDEX), new byte[200]);
        assertThatThrownBy(() -> StoredImage.open(store.directory())).isInstanceOf(ClasscastException.class);
        store.close(null, 0);
    }
}
