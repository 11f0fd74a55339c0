package io.classcast.filesystem;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Measures what single operations on a file system take, by the calls that the JDK makes for them. Changes nothing there. One
 * thread.
 */
public final class RoundTrip {
    /** Enough for a median that one slow answer does not move. */
    public static final int SAMPLES = 50;

    private final LongSupplier nanos;
    private final String unique;

    /**
     * Creates a meter.
     *
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public RoundTrip(LongSupplier nanos) {
        this.nanos = nanos;
        unique = ".classcast-absent-" + ProcessHandle.current().pid() + '-' + Long.toHexString(nanos.getAsLong()) + '-';
    }

    /**
     * Looks for files that are not there ({@code stat}, ENOENT). Each name is another one and was never asked for before, so no
     * cache of negative answers helps.
     *
     * @param directories to look in, by turns
     * @return the median in seconds; empty without directories
     */
    public OptionalDouble absent(List<Path> directories) {
        List<Long> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES && !directories.isEmpty(); i++) {
            File file = directories.get(i % directories.size()).resolve(unique + i).toFile();
            long start = nanos.getAsLong();
            boolean there = file.exists();
            long took = nanos.getAsLong() - start;
            if (!there) {
                samples.add(took);
            }
        }
        return median(samples);
    }

    /**
     * Looks again and again for one file that is there ({@code stat}): without a cache of attributes each look costs a round
     * trip.
     *
     * @param file that exists
     * @return the median in seconds
     */
    public OptionalDouble repeated(Path file) {
        List<Long> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            long start = nanos.getAsLong();
            file.toFile().exists();
            samples.add(nanos.getAsLong() - start);
        }
        return median(samples);
    }

    /**
     * Opens files for reading. What is no regular file is left out: opening a pipe may wait for ever.
     *
     * @param files each opened once; at most {@link #SAMPLES} of them
     * @return the median in seconds; empty where none could be opened
     */
    public OptionalDouble opens(List<Path> files) {
        List<Long> samples = new ArrayList<>();
        for (Path file : files) {
            if (samples.size() == SAMPLES) {
                break;
            }
            if (Files.isRegularFile(file)) {
                long start = nanos.getAsLong();
                try {
                    RandomAccessFile open = new RandomAccessFile(file.toFile(), "r");
                    samples.add(nanos.getAsLong() - start);
                    open.close();
                } catch (IOException e) {
                    // What cannot be opened is found and named by the scan.
                    continue;
                }
            }
        }
        return median(samples);
    }

    private static OptionalDouble median(List<Long> samples) {
        if (samples.isEmpty()) {
            return OptionalDouble.empty();
        }
        Collections.sort(samples);
        int half = samples.size() / 2;
        long twice = samples.get(half) + samples.get((samples.size() - 1) / 2);
        return OptionalDouble.of(twice / 2e9);
    }
}
