package io.classcast.classpath;

/**
 * CRC-32 of two byte ranges together, from those of each: appending N bytes multiplies a checksum by x^(8N) modulo the polynomial
 * (as {@code crc32_combine} of zlib 1.2.12 does it). Bits are reflected: the highest is the coefficient of x^0.
 */
final class CombinedChecksum {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 1 << 31;
    private static final int X_TO_8 = 1 << 23;

    private CombinedChecksum() {
    }

    /**
     * Combines.
     *
     * @param first CRC-32 of what stands before; 0 for nothing
     * @param second CRC-32 of what follows
     * @param secondLength bytes of what follows
     * @return the CRC-32 of both
     */
    static int of(int first, int second, long secondLength) {
        return multiply(first, power(secondLength)) ^ second;
    }

    /** x^(8 bytes). */
    private static int power(long bytes) {
        int result = ONE;
        int square = X_TO_8;
        for (long left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bits = a; bits != 0; bits <<= 1) {
            if (bits < 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ POLYNOMIAL : shifted >>> 1;
        }
        return product;
    }
}
