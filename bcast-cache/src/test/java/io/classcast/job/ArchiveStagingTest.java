package io.classcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.mpi.Communicator;
import io.classcast.mpi.ThreadWorld;
import io.classcast.store.ArchivePart;
import io.classcast.store.ClassArchive;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives travel between directories that are this user's alone, and neither out of others nor into them. */
class ArchiveStagingTest {
    private static final int NODES = 3;

    @TempDir
    private Path parent;

    /** Each node has a directory of its own; only the given one has an archive. */
    private List<StoreBase> nodes(int withArchive) throws IOException {
        List<StoreBase> bases = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            StoreBase base = StoreBase.choose(Files.createDirectory(parent.resolve("node" + node)).toString());
            base.prepare();
            bases.add(base);
        }
        ClassArchive archive = new ClassArchive(bases.get(withArchive), "12-34");
        try (ArchivePart part = archive.begin("new")) {
            Files.write(part.file(), "an archive".getBytes(StandardCharsets.US_ASCII));
            archive.publish(part, 60_000);
        }
        return bases;
    }

    private static void open(StoreBase base) throws IOException {
        Files.setPosixFilePermissions(base.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static List<ArchiveStaging> run(List<StoreBase> bases) throws InterruptedException, ExecutionException, TimeoutException {
        List<Communicator> ranks = new ThreadWorld(NODES).ranks();
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            List<Future<ArchiveStaging>> running = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                Communicator leaders = ranks.get(node);
                StoreBase base = bases.get(node);
                running.add(threads.submit(() -> ArchiveStaging.run(leaders, base, 60_000, new Pulse())));
            }
            List<ArchiveStaging> results = new ArrayList<>();
            for (Future<ArchiveStaging> result : running) {
                results.add(result.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Boolean> have(List<StoreBase> bases) {
        return bases.stream().map(b -> new ClassArchive(b, "12-34").isWhole()).toList();
    }

    @Test
    void allNodesGetIt() throws Exception {
        List<StoreBase> bases = nodes(0);
        assertThat(run(bases).get(0).problems()).containsOnly("");
        assertThat(have(bases)).containsExactly(true, true, true);
    }

    @Test
    void oneInADirectoryThatOthersCanWriteToIsNotSent() throws Exception {
        List<StoreBase> bases = nodes(0);
        open(bases.get(0));
        ArchiveStaging result = run(bases).get(1);
        assertThat(result.archives()).isZero();
        assertThat(result.problems().get(0)).contains("is not a private directory of this user");
        assertThat(have(bases)).containsExactly(true, false, false);
    }

    @Test
    void noneIsWrittenIntoADirectoryThatOthersCanWriteTo() throws Exception {
        List<StoreBase> bases = nodes(0);
        open(bases.get(1));
        List<String> problems = run(bases).get(0).problems();
        assertThat(problems.get(1)).contains("is not a private directory of this user");
        assertThat(problems.get(2)).isEmpty();
        assertThat(have(bases)).containsExactly(true, false, true);
        assertThat(bases.get(1).directory()).isEmptyDirectory();
    }
}
