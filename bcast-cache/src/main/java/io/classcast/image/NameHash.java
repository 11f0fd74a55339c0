package io.classcast.image;

import java.nio.charset.StandardCharsets;

/**
 * The hash under which the index keeps a resource name: {@link String#hashCode()} of the name without a trailing slash.
 * That choice lets a lookup by {@code String} use the hash which the string has cached, and a lookup by class name compute
 * it without building the path.
 */
public final class NameHash {
    /** {@code 31^6}, and what {@code ".class"} adds to a hash: {@code h(a + ".class") = h(a) * 31^6 + h(".class")}. */
    private static final int POWER_6 = 31 * 31 * 31 * 31 * 31 * 31;
    private static final int CLASS_SUFFIX = ".class".hashCode();

    private NameHash() {
    }

    /**
     * The hash of a resource name.
     *
     * @param name without trailing slash
     * @return its hash
     */
    public static int ofName(String name) {
        return name.hashCode();
    }

    /**
     * The hash of the resource name that belongs to a class, computed without building that name.
     *
     * @param binaryName such as {@code java.lang.String}
     * @return the hash of {@code java/lang/String.class}
     */
    public static int ofClass(String binaryName) {
        int h = 0;
        for (int i = 0, n = binaryName.length(); i < n; i++) {
            char c = binaryName.charAt(i);
            h = 31 * h + (c == '.' ? '/' : c);
        }
        return h * POWER_6 + CLASS_SUFFIX;
    }

    /**
     * The hash of a name in UTF-8.
     *
     * @param utf8 holds the name
     * @param from first byte
     * @param length number of bytes, without trailing slash
     * @return the hash that {@link #ofName} gives for the decoded name
     */
    public static int ofUtf8(byte[] utf8, int from, int length) {
        int h = 0;
        for (int i = from, end = from + length; i < end; i++) {
            byte b = utf8[i];
            if (b < 0) {
                return new String(utf8, from, length, StandardCharsets.UTF_8).hashCode();
            }
            h = 31 * h + b;
        }
        return h;
    }

    /**
     * Spreads a hash over a table; {@code String.hashCode} alone clusters similar names.
     *
     * @param hash a hash of this class
     * @return a number whose low bits depend on all bits of the hash
     */
    static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 15);
    }
}
