package io.classcast.agent.classfile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A class file in the making (JVMS 4): its constant pool, and what comes behind it. A constant that is put twice is there twice, which the
 * format permits and the JVM does not mind. Grows as needed. Not thread-safe.
 */
public final class ClassFileBytes {
    /** Tag of a constant (JVMS 4.4): a class, which refers to its name. */
    public static final int CLASS = 7;
    /** A string, which refers to its text. */
    public static final int STRING = 8;
    /** A field, which refers to a class and to its name and type. */
    public static final int FIELD = 9;
    /** A method of a class, likewise. */
    public static final int METHOD = 10;
    /** A method of an interface, likewise. */
    public static final int INTERFACE_METHOD = 11;
    /** The name and the descriptor of a member. */
    public static final int NAME_AND_TYPE = 12;

    private static final int MAGIC = 0xCAFEBABE;
    private static final int HEADER = 10;
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int LONGEST = 0xFFFF;

    private byte[] pool;
    private int poolLength;
    private int constants;
    private byte[] rest = new byte[512];
    private int length;

    /** Without constants. */
    public ClassFileBytes() {
        pool = new byte[512];
        constants = 1;
    }

    /**
     * With the constants of another one, under the same indexes.
     *
     * @param begun is not changed
     */
    public ClassFileBytes(ClassFileBytes begun) {
        pool = Arrays.copyOf(begun.pool, begun.poolLength + 1024);
        poolLength = begun.poolLength;
        constants = begun.constants;
    }

    /**
     * With the constants of a class file, under the same indexes.
     *
     * @param begun the class file
     * @param end where its constants end
     * @param count one more than there are, as a class file has it
     */
    ClassFileBytes(byte[] begun, int end, int count) {
        poolLength = end - HEADER;
        pool = Arrays.copyOf(Arrays.copyOfRange(begun, HEADER, end), poolLength + 1024);
        constants = count;
        rest = new byte[begun.length - end + 1024];
    }

    /**
     * Puts a constant.
     *
     * @param text anything
     * @return its index
     * @throws IllegalArgumentException if it is too long for a class file
     */
    public int text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // Half of a surrogate pair is one byte there, too: a question mark.
        if (bytes.length != text.length() || text.indexOf(0) >= 0 || !new String(bytes, StandardCharsets.ISO_8859_1).equals(text)) {
            bytes = modified(text);
        }
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("a constant of " + bytes.length + " bytes");
        }
        roomInPool(3 + bytes.length);
        pool[poolLength] = UTF8;
        pool[poolLength + 1] = (byte) (bytes.length >> 8);
        pool[poolLength + 2] = (byte) bytes.length;
        System.arraycopy(bytes, 0, pool, poolLength + 3, bytes.length);
        poolLength += 3 + bytes.length;
        return added();
    }

    /** Each half of a surrogate pair for its own, and no byte 0 (JVMS 4.4.7). */
    private static byte[] modified(String text) {
        byte[] bytes = new byte[3 * text.length()];
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80 && c != 0) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >> 6);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                bytes[at++] = (byte) (0xE0 | c >> 12);
                bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return Arrays.copyOf(bytes, at);
    }

    /**
     * Puts the constant of a class.
     *
     * @param type not a primitive one
     * @return its index
     * @throws IllegalArgumentException for a hidden class: it has no name that one could write
     */
    public int type(Class<?> type) {
        return referring(CLASS, text(internal(type)));
    }

    /**
     * As class files name a class; throws what {@link #type} does.
     *
     * @param type a class
     * @return its internal name
     */
    public static String internal(Class<?> type) {
        if (type.isHidden()) {
            throw new IllegalArgumentException("a hidden class");
        }
        return type.getName().replace('.', '/');
    }

    /**
     * Puts a constant that refers to another one.
     *
     * @param tag of its kind
     * @param to index of the other
     * @return its index
     */
    public int referring(int tag, int to) {
        roomInPool(3);
        pool[poolLength] = (byte) tag;
        pool[poolLength + 1] = (byte) (to >> 8);
        pool[poolLength + 2] = (byte) to;
        poolLength += 3;
        return added();
    }

    /**
     * Puts a constant that refers to two others.
     *
     * @param tag of its kind
     * @param first index of one
     * @param second index of the other
     * @return its index
     */
    public int referring(int tag, int first, int second) {
        roomInPool(5);
        pool[poolLength] = (byte) tag;
        pool[poolLength + 1] = (byte) (first >> 8);
        pool[poolLength + 2] = (byte) first;
        pool[poolLength + 3] = (byte) (second >> 8);
        pool[poolLength + 4] = (byte) second;
        poolLength += 5;
        return added();
    }

    /**
     * Puts a constant.
     *
     * @param value a number
     * @return its index
     */
    public int integer(int value) {
        roomInPool(5);
        pool[poolLength] = INTEGER;
        putInt(pool, poolLength + 1, value);
        poolLength += 5;
        return added();
    }

    private int added() {
        if (constants == LONGEST) {
            throw new IllegalArgumentException("more constants than a class file takes");
        }
        return constants++;
    }

    private void roomInPool(int more) {
        if (poolLength + more > pool.length) {
            pool = Arrays.copyOf(pool, 2 * (poolLength + more));
        }
    }

    /**
     * How many bytes there are behind the constants.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Adds a byte behind the constants.
     *
     * @param value of them
     */
    public void u1(int value) {
        room(1);
        rest[length++] = (byte) value;
    }

    /**
     * Adds two bytes.
     *
     * @param value of them
     */
    public void u2(int value) {
        room(2);
        rest[length++] = (byte) (value >> 8);
        rest[length++] = (byte) value;
    }

    /**
     * Adds four bytes.
     *
     * @param value of them
     */
    public void u4(int value) {
        room(4);
        putInt(rest, length, value);
        length += 4;
    }

    /**
     * Adds bytes as they are.
     *
     * @param from has them
     * @param start of them
     * @param end of them
     */
    public void raw(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, rest, length, end - start);
        length += end - start;
    }

    /**
     * Replaces two bytes.
     *
     * @param at where they are
     * @param value of them
     */
    public void u2At(int at, int value) {
        rest[at] = (byte) (value >> 8);
        rest[at + 1] = (byte) value;
    }

    /**
     * Replaces four bytes.
     *
     * @param at where they are
     * @param value of them
     */
    public void u4At(int at, int value) {
        putInt(rest, at, value);
    }

    private void room(int more) {
        if (length + more > rest.length) {
            rest = Arrays.copyOf(rest, 2 * (length + more));
        }
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    /**
     * The whole.
     *
     * @param version major version of the class file
     * @return a new array
     */
    public byte[] file(int version) {
        return file(version, 0);
    }

    /**
     * The whole.
     *
     * @param version major version of the class file
     * @param minor minor version
     * @return a new array
     */
    public byte[] file(int version, int minor) {
        byte[] file = new byte[HEADER + poolLength + length];
        putInt(file, 0, MAGIC);
        putInt(file, 4, minor << 16 | version);
        file[8] = (byte) (constants >> 8);
        file[9] = (byte) constants;
        System.arraycopy(pool, 0, file, HEADER, poolLength);
        System.arraycopy(rest, 0, file, HEADER + poolLength, length);
        return file;
    }
}
