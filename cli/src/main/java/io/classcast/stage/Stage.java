package io.classcast.stage;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.job.Pulse;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import io.classcast.mpi.StreamBroadcast;
import io.classcast.mpi.StreamEnds;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stage, the same on the leader of every node: open the directory, tell what is there; rank 0 lists the sources; all check
 * their room; rank 0 reads, all write; all tell how it went. A node that cannot take anything passes the stream on and says why
 * at the end; the other nodes are complete without it. One thread, which is the one that calls MPI.
 */
public final class Stage {
    /** Pieces in use at once on a node. */
    private static final int PIECES = 32;
    /** What a file needs besides its bytes, about. */
    private static final long FILE_OVERHEAD = 4096;
    private static final double MIB = 1 << 20;

    private final StageRequest request;
    private final Communicator leaders;
    private final Pulse pulse;
    private final Progress progress;
    /** Of this node; those of the sources, on rank 0, concern all nodes. */
    private final Problems problems = new Problems();
    private final Problems sourceProblems = new Problems();
    private final AtomicLong through = new AtomicLong();

    /**
     * Creates a stage.
     *
     * @param request the same on all ranks
     * @param leaders one rank a node; rank 0 reads
     * @param pulse beaten when something moves
     * @param progress told on rank 0
     */
    public Stage(StageRequest request, Communicator leaders, Pulse pulse, Progress progress) {
        this.request = request;
        this.leaders = leaders;
        this.pulse = pulse;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @return what came of it, the same on all ranks but for the sums, which only rank 0 knows
     * @throws ClasscastException where nothing was staged anywhere
     */
    public StageOutcome run() {
        long begun = System.nanoTime();
        if (new SharedDirectoryCheck(leaders, request.to()).isShared()) {
            problems.giveUp(request.to() + " is on a file system that nodes share; name a node-local directory");
        }
        pulse.beat();
        try (StageDirectory directory = open(); ReadAhead reader = leaders.rank() == 0 ? new ReadAhead() : null) {
            return run(directory, reader, begun);
        } catch (IOException e) {
            throw new ClasscastException("cannot finish " + request.to() + ": " + e.getMessage(), e);
        }
    }

    private StageDirectory open() {
        try {
            return problems.areHopeless() ? null : StageDirectory.open(request.to());
        } catch (IOException e) {
            problems.giveUp("cannot stage to " + request.to() + ": " + Problems.reason(e));
            return null;
        }
    }

    private List<StagedEntry> present(StageDirectory directory) {
        try {
            return problems.areHopeless() ? null : directory.present();
        } catch (IOException e) {
            problems.giveUp("cannot look at what is staged in " + request.to() + ": " + Problems.reason(e));
            return null;
        }
    }

    private StageOutcome run(StageDirectory directory, ReadAhead reader, long begun) {
        Map<String, StagedEntry> common = CommonEntries.of(leaders, present(directory));
        pulse.beat();
        List<Source> sources = sources(directory, reader);
        long bytes = 0;
        for (Source source : sources) {
            bytes += source.bytesToSend(common);
        }
        bytes = announce(bytes);
        if (!problems.areHopeless() && directory.usableBytes() < bytes + FILE_OVERHEAD) {
            problems.giveUp(String.format(Locale.ROOT, "No space left: %.1f MiB are to be staged, %.1f MiB are free in %s", bytes / MIB,
                    directory.usableBytes() / MIB, request.to()));
        }
        progress.total(bytes);
        StageOutcome.Sums sums = anybodyTakesIt() ? transfer(directory, sources, common) : StageOutcome.Sums.NONE;
        String notes = notes(directory, sources);
        if (!notes.isEmpty()) {
            problems.add(notes);
        }
        List<String> nodes = Gathering.texts(leaders, OwnProcess.host() + '\t' + problems);
        String unread = Gathering.texts(leaders, sourceProblems.toString()).get(0);
        pulse.beat();
        return StageOutcome.of(nodes, unread, sums, System.nanoTime() - begun);
    }

    /** Rank 0 lists; where it cannot, nobody goes on. */
    private List<Source> sources(StageDirectory directory, ReadAhead reader) {
        List<Source> sources = List.of();
        String failure = "";
        if (leaders.rank() == 0) {
            try {
                sources = SourceList.of(request, directory == null ? request.to().toAbsolutePath() : directory.root(), reader);
            } catch (IOException e) {
                failure = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() + ": " + Problems.reason(e) : e.getMessage();
            }
        }
        failure = Gathering.texts(leaders, failure).get(0);
        pulse.beat();
        if (!failure.isEmpty()) {
            throw new ClasscastException(failure + "; nothing was staged");
        }
        return sources;
    }

    private boolean anybodyTakesIt() {
        byte[] hopeless = leaders.allGather(new byte[] {(byte) (problems.areHopeless() ? 1 : 0)});
        pulse.beat();
        for (byte leader : hopeless) {
            if (leader == 0) {
                return true;
            }
        }
        return false;
    }

    private long announce(long bytes) {
        long announced = Long.parseLong(Gathering.texts(leaders, Long.toString(bytes)).get(0));
        pulse.beat();
        return announced;
    }

    private StageOutcome.Sums transfer(StageDirectory directory, List<Source> sources, Map<String, StagedEntry> common) {
        StreamEnds ends = new StreamEnds(leaders, PIECES);
        FileWriters writers = new FileWriters(problems.areHopeless() ? null : directory, problems, request.writers(), leaders.rank() > 0);
        Thread consumer = thread("stage-consumer", () -> consume(ends, writers));
        Producer producer = leaders.rank() == 0 ? new Producer(ends, sources, common) : null;
        if (producer != null) {
            thread("stage-producer", producer);
        }
        ClasscastException failure = StreamBroadcast.run(leaders, ends, n -> {
            through.addAndGet(n);
            pulse.beat();
        }, Math.max(50, request.timeoutMillis() / 4));
        await(consumer);
        if (failure != null) {
            problems.add(failure.getMessage());
        }
        return producer == null ? StageOutcome.Sums.NONE : producer.sums();
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The pulse beats on: who writes what has arrived may take as long as its disk does. */
    private void await(Thread consumer) {
        try {
            while (consumer.isAlive()) {
                consumer.join(100);
                pulse.beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClasscastException("interrupted");
        }
    }

    private void consume(StreamEnds ends, FileWriters writers) {
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

    /** Notes for those who use the directory, on every node the same. */
    private String notes(StageDirectory directory, List<Source> sources) {
        List<String> lines = new ArrayList<>();
        for (Source source : sources) {
            for (Source.Place place : source.places()) {
                lines.add(place.origin() + '\t' + place.staged() + '\n');
            }
        }
        String places = Gathering.texts(leaders, String.join("", lines)).get(0);
        String jdk = Gathering.texts(leaders, leaders.rank() == 0 && request.jdk() != null ? home() : "").get(0);
        pulse.beat();
        if (problems.areHopeless()) {
            return "";
        }
        try {
            PlaceNotes.write(directory, places, jdk);
            return "";
        } catch (IOException e) {
            return "cannot write to " + directory.own() + ": " + e.getMessage();
        }
    }

    private String home() {
        try {
            return request.jdk().toAbsolutePath().normalize() + "\n" + request.jdk().toRealPath() + "\n";
        } catch (IOException e) {
            return request.jdk().toAbsolutePath().normalize() + "\n";
        }
    }

    /** Rank 0's reading side. */
    private final class Producer implements Runnable {
        private final StreamEnds ends;
        private final List<Source> sources;
        private final RecordOutput out;
        private final RecordSender sender;

        Producer(StreamEnds ends, List<Source> sources, Map<String, StagedEntry> common) {
            this.ends = ends;
            this.sources = sources;
            out = new RecordOutput(ends, new Compression(request.codec()), through);
            sender = new RecordSender(out, common, sourceProblems, progress);
        }

        @Override
        public void run() {
            try {
                for (Source source : sources) {
                    try {
                        source.send(sender);
                    } catch (IOException e) {
                        sourceProblems.add("", e);
                    }
                }
                out.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ends.sendEnd();
            } catch (RuntimeException | Error e) {
                sourceProblems.add("reading failed: " + e);
                ends.sendEnd();
            }
        }

        StageOutcome.Sums sums() {
            return new StageOutcome.Sums(sender.files(), sender.kept(), out.recorded(), out.sent());
        }
    }
}
