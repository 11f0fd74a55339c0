package io.classcast.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.classcast.mpi.StreamEnds;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.ThreadWorld;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Whatever an archive holds: it is unpacked below the staged directory and nowhere else, or refused with a reason. */
class ArchiveFuzzTest {
    private static final String[] KINDS = {"a.tar", "a.zip", "a.tar.gz", "a.tar.xz", "a.tar.bz2", "a.tar.zst"};
    private static final long MOST = 1 << 20;

    @FuzzTest
    void nothingIsWrittenOutside(byte[] data) throws IOException, InterruptedException {
        if (data.length < 2) {
            return;
        }
        Path base = Files.createTempDirectory(FuzzDirectory.get(), "archive");
        try {
            Path outside = Files.writeString(Files.createDirectory(base.resolve("outside")).resolve("file"), "as it was");
            Path archive = base.resolve(KINDS[(data[0] & 0xFF) % KINDS.length]);
            Files.write(archive, Arrays.copyOfRange(data, 1, data.length));
            Path staged = base.resolve("staged");
            unpack(archive, staged);
            assertThat(outside).hasContent("as it was");
            try (Stream<Path> all = Files.list(base)) {
                assertThat(all).containsOnly(outside.getParent(), archive, staged);
            }
            try (Stream<Path> all = Files.list(outside.getParent())) {
                assertThat(all).containsOnly(outside);
            }
            look(staged);
        } finally {
            StageDirectory.deleteTree(base);
        }
    }

    private static void unpack(Path archive, Path staged) throws IOException, InterruptedException {
        Communicator alone = new ThreadWorld(1, true).ranks().get(0);
        StreamEnds ends = new StreamEnds(alone, 8);
        Problems problems = new Problems();
        try (StageDirectory directory = StageDirectory.open(staged)) {
            FileWriters writers = new FileWriters(directory, problems, 1, false);
            Thread consumer = new Thread(() -> consume(ends, writers, problems), "fuzz-consumer");
            consumer.start();
            Thread link = new Thread(() -> io.classcast.mpi.StreamBroadcast.run(alone, ends, n -> { }, 10_000), "fuzz-link");
            link.start();
            RecordOutput out = new RecordOutput(ends, new Compression(Codec.NONE), new AtomicLong());
            try {
                new ArchiveSource(archive, UnpackLimit.of(MOST, data(archive))).send(new RecordSender(out, Map.of(), problems, Progress.NONE));
            } catch (FileSystemException e) {
                throw e;
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith(archive.toString());
            }
            out.close();
            link.join();
            consumer.join();
        }
    }

    private static long data(Path archive) throws IOException {
        return Files.size(archive);
    }

    private static void consume(StreamEnds ends, FileWriters writers, Problems problems) {
        try {
            new RecordInput(ends, writers).run();
        } catch (IOException e) {
            problems.add("", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writers.close();
        }
    }

    /** No more bytes than allowed, no link that leads outside. */
    private static void look(Path staged) throws IOException {
        long bytes = 0;
        List<Path> all;
        try (Stream<Path> walk = Files.walk(staged)) {
            all = walk.toList();
        }
        for (Path path : all) {
            if (path.startsWith(staged.resolve(StagedPath.OWN))) {
                continue;
            }
            if (Files.isSymbolicLink(path)) {
                Path target = path.getParent().resolve(Files.readSymbolicLink(path)).normalize();
                assertThat(target.startsWith(staged)).as("%s leads to %s", path, target).isTrue();
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                bytes += Files.size(path);
            }
        }
        assertThat(bytes).isLessThanOrEqualTo(MOST * 2);
    }
}
