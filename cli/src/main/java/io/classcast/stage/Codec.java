package io.classcast.stage;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** How the records of a frame are compressed. Thread-safe. */
public enum Codec {
    /** As they are. */
    NONE,
    /** LZ4, fast. */
    LZ4,
    /** Zstandard, level 1. */
    ZSTD;

    private static final int LEVEL = 1;

    /**
     * Compresses.
     *
     * @param from direct, from position to limit
     * @param to direct; its position moves
     * @return false where it does not fit
     */
    boolean compress(ByteBuffer from, ByteBuffer to) {
        switch (this) {
            case LZ4:
                try {
                    LZ4Factory.fastestInstance().fastCompressor().compress(from.duplicate(), to);
                    return true;
                } catch (LZ4Exception e) {
                    return false;
                }
            case ZSTD:
                try {
                    Zstd.compress(to, from.duplicate(), LEVEL);
                    return true;
                } catch (ZstdException e) {
                    return false;
                }
            default:
                if (to.remaining() < from.remaining()) {
                    return false;
                }
                to.put(from.duplicate());
                return true;
        }
    }

    /**
     * Decompresses; whatever the bytes are, nothing outside of the buffers is touched.
     *
     * @param from direct, from position to limit
     * @param to direct, exactly as long as what comes out
     * @throws IOException where the bytes are damaged
     */
    void decompress(ByteBuffer from, ByteBuffer to) throws IOException {
        try {
            switch (this) {
                case LZ4 -> LZ4Factory.fastestInstance().safeDecompressor().decompress(from.duplicate(), to);
                case ZSTD -> Zstd.decompress(to, from.duplicate());
                default -> to.put(from.duplicate());
            }
        } catch (LZ4Exception | ZstdException e) {
            throw new IOException("a frame of the stream cannot be decompressed: " + e.getMessage(), e);
        }
        if (to.hasRemaining()) {
            throw new IOException("a frame of the stream is shorter than it says");
        }
    }
}
