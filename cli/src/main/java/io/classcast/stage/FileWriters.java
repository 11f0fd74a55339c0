package io.classcast.stage;

import io.classcast.mpi.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes what arrives on a node. Each file is written from start to end by one thread, several files at a time; links come when
 * all files of their source are there. Failures are collected: the stream goes on for the other nodes.
 */
final class FileWriters implements RecordHandler {
    private final StageDirectory directory;
    private final Problems problems;
    private final boolean travelled;
    private final ExecutorService[] threads;
    private final List<StagedEntry> links = new ArrayList<>();
    /** What the sources have. */
    private final Set<String> mentioned = new HashSet<>();
    private int current;
    private ArrivingFile file;

    /**
     * Starts the threads.
     *
     * @param directory null: this node cannot take anything, see problems
     * @param problems of this node
     * @param count of threads
     * @param travelled whether the bytes came over a network
     */
    FileWriters(StageDirectory directory, Problems problems, int count, boolean travelled) {
        this.travelled = travelled;
        this.directory = directory;
        this.problems = problems;
        threads = new ExecutorService[count];
        for (int i = 0; i < count; i++) {
            threads[i] = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "stage-writer");
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    private boolean writes() {
        return directory != null && !problems.areHopeless();
    }

    @Override
    public void directory(StagedEntry entry) {
        mentioned.add(entry.path());
        if (writes()) {
            try {
                directory.directory(entry);
            } catch (IOException e) {
                problems.add(entry.path(), e);
            }
        }
    }

    @Override
    public void file(StagedEntry entry) {
        mentioned.add(entry.path());
        current = (current + 1) % threads.length;
        file = writes() ? new ArrivingFile(directory, entry, problems, travelled) : null;
    }

    @Override
    public void chunk(ByteBuffer bytes, Piece piece) {
        ArrivingFile target = file;
        if (target == null) {
            piece.release();
            return;
        }
        threads[current].execute(() -> {
            try {
                target.write(bytes);
            } finally {
                piece.release();
            }
        });
    }

    @Override
    public void fileEnd(boolean intact, byte[] digest) {
        ArrivingFile target = file;
        file = null;
        if (target != null) {
            threads[current].execute(() -> target.end(intact, digest));
        }
    }

    @Override
    public void link(StagedEntry entry) {
        mentioned.add(entry.path());
        links.add(entry);
    }

    @Override
    public void kept(String path) {
        mentioned.add(path);
    }

    @Override
    public void sourceEnd(String prefix) {
        drain();
        for (StagedEntry link : links) {
            if (writes()) {
                try {
                    directory.link(link);
                } catch (IOException e) {
                    problems.add(link.path(), e);
                }
            }
        }
        links.clear();
        if (writes()) {
            sweep(prefix);
        }
    }

    /** What an earlier stage of the same source brought and the source has no more, the deepest first. */
    private void sweep(String prefix) {
        List<String> staged = new ArrayList<>(directory.journal().entries().keySet());
        for (int i = staged.size() - 1; i >= 0; i--) {
            String path = staged.get(i);
            if ((path.equals(prefix) || path.startsWith(prefix + '/')) && !mentioned.contains(path)) {
                try {
                    directory.remove(path);
                } catch (IOException e) {
                    problems.add(path, e);
                }
            }
        }
    }

    /** Waits until all is written that has arrived. */
    void drain() {
        List<Future<?>> last = new ArrayList<>();
        for (ExecutorService thread : threads) {
            last.add(thread.submit(() -> { }));
        }
        for (Future<?> future : last) {
            try {
                future.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** The stream has ended: a file that has not is given up. */
    void close() {
        if (file != null) {
            ArrivingFile target = file;
            threads[current].execute(target::abandon);
        }
        drain();
        for (ExecutorService thread : threads) {
            thread.shutdown();
        }
        if (directory != null) {
            try {
                directory.finishDirectories();
            } catch (IOException e) {
                problems.add("", e);
            }
        }
    }
}
