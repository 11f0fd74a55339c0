package io.classcast.stage;

import java.io.IOException;

/** What an archive may grow to, so that a small one cannot fill every node. One thread. */
final class UnpackLimit {
    /** Deflate reaches 1,032; what people pack stays far below this. */
    private static final long FACTOR = 200;
    private static final long LEAST = 1L << 30;
    private static final long ENTRIES = 5_000_000;

    private final long bytes;
    private long unpacked;
    private long entries;

    private UnpackLimit(long bytes) {
        this.bytes = bytes;
    }

    /**
     * A limit.
     *
     * @param wanted bytes; 0: 200 times the archive, at least 1 GiB
     * @param archive bytes of the archive
     */
    static UnpackLimit of(long wanted, long archive) {
        return new UnpackLimit(wanted > 0 ? wanted : Math.max(LEAST, archive > Long.MAX_VALUE / FACTOR ? Long.MAX_VALUE : archive * FACTOR));
    }

    void entry(String path) throws IOException {
        if (++entries > ENTRIES) {
            throw new IOException("entry " + StagedPath.shown(path) + " is refused: more than " + ENTRIES + " entries");
        }
    }

    void bytes(String path, long size) throws IOException {
        if (size < 0 || size > bytes - unpacked) {
            throw new IOException("entry " + StagedPath.shown(path) + " is refused: with its " + size + " bytes the archive unpacks to more than "
                    + bytes + "; if it is to be trusted raise --max-unpacked");
        }
        unpacked += size;
    }
}
