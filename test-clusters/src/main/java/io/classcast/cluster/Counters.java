package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Operations that one host sent to the shared file system.
 *
 * @param lookup names asked for, those that are missing included
 * @param enoent names that were missing
 * @param getattr attributes asked for
 * @param open files opened
 * @param read read requests
 * @param readBytes bytes read
 * @param readdir directory reads
 * @param readlink links read
 */
public record Counters(long lookup, long enoent, long getattr, long open, long read, long readBytes, long readdir,
        long readlink) {
    /** Nothing was asked for. */
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0, 0);
    private static final int FIELDS = 8;

    /** Reads the counters that sharedfs keeps in a mapped file (struct counters of sharedfs.h). */
    static Counters read(Path file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
            if (in.remaining() < FIELDS * 8) {
                return ZERO;
            }
            return new Counters(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(),
                    in.getLong(), in.getLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
