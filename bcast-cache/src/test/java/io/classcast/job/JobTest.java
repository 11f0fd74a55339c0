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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
        return new JobConfig(LaunchPath.ofUrls(classPath), false, store.toString(), List.of(), 20_000, LauncherEntries.NONE, false, null, FurtherFiles.NONE, version);
    }

    private static CompletableFuture<ServedJob> start(Communicator rank, JobConfig config) {
        return CompletableFuture.supplyAsync(() -> new Job(config, rank, new Phases(), new Pulse(), (done, total) -> { }).serve(),
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
