package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CombinedChecksumTest {
    private static int crc(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    @Test
    void twoRangesHaveTheChecksumOfTheWhole() {
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            int cut = random.nextInt(bytes.length + 1);
            assertThat(CombinedChecksum.of(crc(bytes, 0, cut), crc(bytes, cut, bytes.length), bytes.length - cut))
                    .as("%d of %d bytes", cut, bytes.length).isEqualTo(crc(bytes, 0, bytes.length));
        }
    }

    @Test
    void aRangeOfMoreThanTwoGigabytesCanFollow() {
        byte[] zeros = new byte[1 << 20];
        CRC32 crc = new CRC32();
        int combined = 0;
        for (int i = 0; i < 64; i++) {
            crc.update(zeros);
        }
        int part = (int) crc.getValue();
        for (int i = 0; i < 64; i++) {
            combined = CombinedChecksum.of(combined, part, 64L << 20);
        }
        // By squaring: 4 GiB twice is 8 GiB.
        assertThat(CombinedChecksum.of(combined, combined, 4L << 30))
                .isEqualTo(CombinedChecksum.of(CombinedChecksum.of(combined, part, 64L << 20), combinedZeros(part, 63), 63L * (64 << 20)));
    }

    private static int combinedZeros(int part, int count) {
        int combined = 0;
        for (int i = 0; i < count; i++) {
            combined = CombinedChecksum.of(combined, part, 64L << 20);
        }
        return combined;
    }
}
