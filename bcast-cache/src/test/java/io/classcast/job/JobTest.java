package io.classcast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import io.classcast.classpath.ClassPath;
import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import io.classcast.image.Image;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.ThreadWorld;
import io.classcast.store.ArchivePart;
import io.classcast.store.ClassArchive;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rank has a store directory of its own here, and so is a node of its own. */
class JobTest {
    @TempDir
    Path directory;

    private List<String> classPath() throws IOException {
        Path jar = directory.resolve("a.jar");
        byte[] bytes = new byte[20 << 20];
        new Random(1).nextBytes(bytes);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("p/A.class"));
            zip.write(bytes);
        }
        return ClassPath.parse(jar.toString());
    }

    private Path storeOf(int rank) throws IOException {
        return Files.createDirectories(directory.resolve("node" + rank));
    }

    private static JobConfig config(List<String> classPath, Path store, String version) {
        return config(classPath, store, version, null);
    }

    private static JobConfig config(List<String> classPath, Path store, String version, String archive) {
        return new JobConfig(LaunchPath.ofUrls(classPath), false, store.toString(), List.of(), 20_000, LauncherEntries.NONE, false, archive, null,
                FurtherFiles.NONE, version);
    }

    /** The archive of a node, with these bytes; null for none. */
    private ClassArchive archive(int rank, byte[] bytes) throws IOException {
        ClassArchive archive = new ClassArchive(StoreBase.choose(storeOf(rank).toString()), "1-2");
        Path base = Files.createDirectory(archive.file().getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(base).isDirectory();
        if (bytes != null) {
            try (ArchivePart part = archive.begin("new")) {
                Files.write(part.file(), bytes);
                archive.publish(part, 60_000);
            }
        }
        return archive;
    }

    private static CompletableFuture<ServedJob> start(Communicator rank, JobConfig config) {
        return start(rank, config, null);
    }

    private static CompletableFuture<ServedJob> start(Communicator rank, JobConfig config, RootScan ahead) {
        return CompletableFuture.supplyAsync(() -> new Job(config, rank, new Phases(), new Pulse(), (done, total) -> { }, ahead).serve(),
                r -> new Thread(r).start());
    }

    private static List<String> failures(List<CompletableFuture<ServedJob>> jobs) {
        List<String> messages = new ArrayList<>();
        for (CompletableFuture<ServedJob> job : jobs) {
            assertThatThrownBy(job::join).isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ClasscastException.class)
                    .satisfies(e -> messages.add(e.getCause().getMessage()));
        }
        return messages;
    }

    @Test
    void everyNodeHoldsTheSameBytes() throws IOException {
        List<String> classPath = classPath();
        List<Communicator> ranks = new ThreadWorld(3).ranks();
        List<CompletableFuture<ServedJob>> jobs = new ArrayList<>();
        for (int r = 0; r < 3; r++) {
            jobs.add(start(ranks.get(r), config(classPath, storeOf(r), "1")));
        }
        ByteBuffer first = jobs.get(0).join().image().content(0);
        for (CompletableFuture<ServedJob> job : jobs) {
            ServedJob served = job.join();
            assertThat(served.nodes()).isEqualTo(3);
            assertThat(served.image().image().findClass("p.A")).isNotEqualTo(Image.ABSENT);
            assertThat(served.image().content(0)).isEqualTo(first);
            served.store().close(null, 0);
            assertThat(served.store().directory()).doesNotExist();
        }
    }

    @Test
    void aScanThatBeganBeforeTheRanksWereConnectedIsTaken() throws Exception {
        List<String> classPath = classPath();
        List<Communicator> ranks = new ThreadWorld(2).ranks();
        JobConfig config = config(classPath, storeOf(0), "1");
        RootScan ahead = RootScan.begin(config);
        ahead.join();
        CompletableFuture<ServedJob> first = start(ranks.get(0), config, ahead);
        CompletableFuture<ServedJob> second = start(ranks.get(1), config(classPath, storeOf(1), "1"));
        assertThat(first.join().store().directory().getFileName().toString()).isEqualTo(ahead.job()).isEqualTo(first.join().job());
        assertThat(second.join().image().content(0)).isEqualTo(first.join().image().content(0));
        first.join().store().close(null, 0);
        second.join().store().close(null, 0);
        assertThat(stores(storeOf(0))).isEmpty();
    }

    @Test
    void aScanOfWhoIsNotRank0AfterAllLeavesNothing() throws Exception {
        List<String> classPath = classPath();
        List<Communicator> ranks = new ThreadWorld(2).ranks();
        RootScan wrong = RootScan.begin(config(classPath, storeOf(1), "1"));
        CompletableFuture<ServedJob> first = start(ranks.get(0), config(classPath, storeOf(0), "1"));
        CompletableFuture<ServedJob> second = start(ranks.get(1), config(classPath, storeOf(1), "1"), wrong);
        assertThat(second.join().job()).isEqualTo(first.join().job());
        wrong.join();
        first.join().store().close(null, 0);
        second.join().store().close(null, 0);
        assertThat(stores(storeOf(1))).isEmpty();
    }

    @Test
    void aScanLeavesNothingWhereTheRanksFallBack() throws Exception {
        List<String> classPath = classPath();
        for (boolean late : new boolean[] {false, true}) {
            List<Communicator> ranks = new ThreadWorld(2).ranks();
            RootScan ahead = RootScan.begin(config(classPath, storeOf(0), "1"));
            if (late) {
                ahead.join();
            }
            failures(List.of(start(ranks.get(0), config(classPath, storeOf(0), "1"), ahead),
                    start(ranks.get(1), config(classPath, storeOf(1), "2"))));
            ahead.join();
            assertThat(stores(storeOf(0))).isEmpty();
        }
    }

    private static List<Path> stores(Path base) throws IOException {
        try (Stream<Path> all = Files.walk(base)) {
            return all.filter(path -> path.getFileName().toString().startsWith("job-")).toList();
        }
    }

    @Test
    void rank0sArchiveComesToTheNodesThatLackIt() throws IOException {
        List<String> classPath = classPath();
        byte[] bytes = new byte[5 << 20];
        new Random(2).nextBytes(bytes);
        byte[] old = new byte[5 << 20];
        List<ClassArchive> archives = List.of(archive(0, bytes), archive(1, bytes), archive(2, old), archive(3, null));
        long known = Files.getLastModifiedTime(archives.get(1).file()).toMillis();
        // Cut off after it was published, as long as another job is about to read it.
        Files.write(archives.get(2).file(), new byte[77]);
        List<Communicator> ranks = new ThreadWorld(4).ranks();
        List<CompletableFuture<ServedJob>> jobs = new ArrayList<>();
        for (int r = 0; r < 4; r++) {
            jobs.add(start(ranks.get(r), config(classPath, storeOf(r), "1", "1-2")));
        }
        for (CompletableFuture<ServedJob> job : jobs) {
            job.join().store().close(null, 0);
        }
        for (ClassArchive archive : archives) {
            assertThat(archive.file()).hasBinaryContent(bytes);
            assertThat(archive.isWhole()).isTrue();
            try (var files = Files.list(archive.file().getParent())) {
                assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("lock", "archive.lock",
                        "archive-1-2.jsa", "archive-1-2.jsa.kept");
            }
        }
        assertThat(Files.getLastModifiedTime(archives.get(1).file()).toMillis()).isEqualTo(known);
    }

    @Test
    void withoutAnArchiveOnRank0NothingIsSent() throws IOException {
        List<String> classPath = classPath();
        ClassArchive none = archive(0, null);
        ClassArchive own = archive(1, new byte[1000]);
        List<Communicator> ranks = new ThreadWorld(2).ranks();
        List<CompletableFuture<ServedJob>> jobs = List.of(start(ranks.get(0), config(classPath, storeOf(0), "1", "1-2")),
                start(ranks.get(1), config(classPath, storeOf(1), "1", "1-2")));
        jobs.forEach(job -> job.join().store().close(null, 0));
        assertThat(none.file()).doesNotExist();
        assertThat(own.file()).hasSize(1000);
    }

    @Test
    void aDamagedChunkMakesAllRanksFallBackTogetherAndLeavesNothing() throws IOException {
        List<String> classPath = classPath();
        ThreadWorld world = new ThreadWorld(2);
        world.damage = 2;
        List<Communicator> ranks = world.ranks();
        List<CompletableFuture<ServedJob>> jobs = List.of(start(ranks.get(0), config(classPath, storeOf(0), "1")),
                start(ranks.get(1), config(classPath, storeOf(1), "1")));
        assertThat(failures(jobs)).allSatisfy(m -> assertThat(m).contains("rank 1").contains("damaged"));
        for (int r = 0; r < 2; r++) {
            try (var stores = Files.walk(storeOf(r))) {
                assertThat(stores.filter(Files::isRegularFile).map(p -> p.getFileName().toString())).containsOnly("lock");
            }
        }
    }

    @Test
    void ranksWithDifferentClassPathsOrAgentsFallBackTogether() throws IOException {
        List<String> classPath = classPath();
        List<Communicator> ranks = new ThreadWorld(2).ranks();
        List<String> other = new ArrayList<>(classPath);
        other.add("file:/more.jar");
        assertThat(failures(List.of(start(ranks.get(0), config(classPath, storeOf(0), "1")),
                start(ranks.get(1), config(other, storeOf(1), "1")))))
                .allSatisfy(m -> assertThat(m).contains("rank 1").contains("another class path"));
        List<Communicator> again = new ThreadWorld(2).ranks();
        assertThat(failures(List.of(start(again.get(0), config(classPath, storeOf(0), "1")),
                start(again.get(1), config(classPath, storeOf(1), "2")))))
                .allSatisfy(m -> assertThat(m).contains("rank 1").contains("another agent"));
    }

    @Test
    void oneRankWithoutAStoreMakesAllFallBack() throws IOException {
        List<String> classPath = classPath();
        List<Communicator> ranks = new ThreadWorld(2).ranks();
        assertThat(failures(List.of(start(ranks.get(0), config(classPath, storeOf(0), "1")),
                start(ranks.get(1), config(classPath, directory.resolve("none"), "1")))))
                .allSatisfy(m -> assertThat(m).contains("rank 1").contains(directory.resolve("none").toString()));
    }

    @Test
    void aScanThatFailsOnRank0IsToldToAll() throws IOException {
        List<String> classPath = classPath();
        List<Communicator> ranks = new ThreadWorld(2).ranks();
        Path occupied = storeOf(0);
        Files.createFile(occupied.resolve("classcast-" + Files.getAttribute(occupied, "unix:uid")));
        assertThat(failures(List.of(start(ranks.get(0), config(classPath, occupied, "1")),
                start(ranks.get(1), config(classPath, storeOf(1), "1")))))
                .allSatisfy(m -> assertThat(m).contains("node store"));
    }

    @Test
    void ranksOfOneNodeAreLedByTheLowest() {
        assertThat(Topology.of(new long[] {5, 9, 5, 9, 7}, 3)).isEqualTo(new Topology(1, 1, 3));
        assertThat(Topology.of(new long[] {5, 9, 5, 9, 7}, 2)).isEqualTo(new Topology(0, 0, 3));
        assertThat(Topology.of(new long[] {5, 9, 5, 9, 7}, 4)).isEqualTo(new Topology(2, 4, 3));
    }
}
