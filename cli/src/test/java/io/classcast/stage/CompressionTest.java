package io.classcast.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompressionTest {
    private static final int FRAME = 1 << 20;

    private static int compressedOf100(Compression compression, double linkMiB, double ratio, double codecMiB, boolean busy) {
        compression.carried(FRAME, (long) (1e9 / linkMiB));
        int compressed = 0;
        for (int frame = 0; frame < 100; frame++) {
            Codec codec = compression.choose(busy);
            if (codec != Codec.NONE) {
                compressed++;
                compression.compressed(codec, FRAME, (int) (FRAME * ratio), (long) (1e9 / codecMiB));
            }
        }
        return compressed;
    }

    /** For 8 cores that are so busy; it has looked. */
    private static Compression chooser(double busy) {
        Compression compression = new Compression(null, () -> busy, 8);
        compression.looked(System.nanoTime() - 1_000_000_000);
        return compression;
    }

    @Test
    void aSlowLinkAndBytesThatShrinkAreWorthIt() {
        assertThat(compressedOf100(chooser(0.1), 100, 0.5, 400, true)).isEqualTo(100);
    }

    @Test
    void jarsAreTriedNowAndThenAndSentAsTheyAre() {
        assertThat(compressedOf100(chooser(0.1), 100, 0.97, 400, true)).isBetween(2, 10);
    }

    @Test
    void aFastLinkIsNotWaitedForByACodec() {
        assertThat(compressedOf100(chooser(0.1), 1200, 0.5, 400, true)).isBetween(2, 10);
    }

    @Test
    void nothingIsCompressedWhereTheLinkIsIdleOrTheCoresAreBusy() {
        assertThat(compressedOf100(chooser(0.1), 100, 0.5, 400, false)).isZero();
        assertThat(compressedOf100(chooser(0.9), 100, 0.5, 400, true)).isZero();
        assertThat(compressedOf100(chooser(-1), 100, 0.5, 400, true)).isZero();
    }

    @Test
    void whatTheUserNamesIsUsed() {
        assertThat(new Compression(Codec.ZSTD).choose(false)).isEqualTo(Codec.ZSTD);
        assertThat(new Compression(Codec.NONE).choose(true)).isEqualTo(Codec.NONE);
    }
}
