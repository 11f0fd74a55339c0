package io.classcast.agent.classfile;

/** Where the parts of a class file are (JVMS 4). Never changed. */
public final class ClassFileParts {
    private static final int POOL = 10;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    /** Bytes of a constant by its tag (JVMS 4.4), without that of a text. */
    private static final byte[] SIZES = {0, 0, 0, 5, 5, 9, 9, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3};

    /** The class file. */
    public final byte[] bytes;
    /** Where the constants end. */
    public final int poolEnd;
    /** Where the number of methods is. */
    public final int methods;
    /** Where each constant is. */
    private final int[] constants;

    /**
     * Looks.
     *
     * @param bytes of a class file
     * @throws IndexOutOfBoundsException where it is no class file that this knows
     */
    public ClassFileParts(byte[] bytes) {
        this.bytes = bytes;
        constants = new int[u2(POOL - 2)];
        int at = POOL;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            int tag = bytes[at];
            at += tag == UTF8 ? 3 + u2(at + 1) : SIZES[tag];
            i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
        poolEnd = at;
        at += 6;
        at += 2 + 2 * u2(at);
        for (int fields = u2(at); fields > 0; fields--) {
            at = endOfMember(at + 2) - 2;
        }
        methods = at + 2;
    }

    /**
     * As {@link ClassFileBytes} begins with these constants.
     *
     * @return another one each time
     */
    public ClassFileBytes begun() {
        return new ClassFileBytes(bytes, poolEnd, constants.length);
    }

    /**
     * Where a field or method ends.
     *
     * @param member where it begins
     * @return where the next one begins
     */
    public int endOfMember(int member) {
        int at = member + 8;
        for (int attributes = u2(member + 6); attributes > 0; attributes--) {
            at += 6 + u4(at + 2);
        }
        return at;
    }

    /**
     * Whether a constant is this text.
     *
     * @param constant its index
     * @param text in ASCII
     * @return whether it is the same
     */
    public boolean is(int constant, String text) {
        int at = constants[constant];
        if (u2(at + 1) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + 3 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Two bytes.
     *
     * @param at where they are
     * @return their value
     */
    public int u2(int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    /**
     * Four bytes.
     *
     * @param at where they are
     * @return their value
     */
    public int u4(int at) {
        return u2(at) << 16 | u2(at + 2);
    }
}
