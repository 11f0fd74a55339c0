package io.classcast.stage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256, which every JDK has. One thread. */
final class Sha256 {
    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    void update(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
    }

    /** Ends, and begins anew. */
    byte[] end() {
        return digest.digest();
    }

    /** Ends. */
    boolean isEqual(byte[] other) {
        return Arrays.equals(digest.digest(), other);
    }
}
