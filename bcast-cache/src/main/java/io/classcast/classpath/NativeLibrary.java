package io.classcast.classpath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the dynamic section of a native library says of itself and others (elf(5); System V ABI, "Dynamic Linking").
 *
 * @param name that others know it by ({@code DT_SONAME}), empty without one
 * @param needed names of the libraries that are loaded with it ({@code DT_NEEDED})
 */
record NativeLibrary(String name, List<String> needed) {
    /**
     * What a library has in it that looks for where it was loaded from: the linker's word for its directory (ld.so(8)),
     * and the C library's functions that tell a library's path (dladdr(3), dlinfo(3), dl_iterate_phdr(3), the debugger's
     * list of link.h). A name that is looked up at run time is there as well. The process's list of mapped files (proc(5))
     * is not meant: libffi, and JNA with it, reads that for other reasons.
     */
    private static final String[] ASKS_FOR_ITS_PLACE = {"$ORIGIN", "${ORIGIN}", "dladdr", "dlinfo", "dl_iterate_phdr",
        "_r_debug"};

    private static final int SEGMENT_LOAD = 1;
    private static final int SEGMENT_DYNAMIC = 2;
    private static final int NEEDED = 1;
    private static final int STRINGS = 5;
    private static final int STRINGS_LENGTH = 10;
    private static final int SONAME = 14;
    /** No library has a section as long as that; a damaged one may say so. */
    private static final int LONGEST = 16 << 20;

    /** Looks through a library as it is read. */
    static WordSearch placeSearch() {
        byte[][] words = new byte[ASKS_FOR_ITS_PLACE.length][];
        for (int i = 0; i < words.length; i++) {
            words[i] = ASKS_FOR_ITS_PLACE[i].getBytes(StandardCharsets.US_ASCII);
        }
        return new WordSearch(words);
    }

    /** Whether a file begins as native libraries and programs do. */
    static boolean is(ByteBuffer bytes) {
        int at = bytes.position();
        return bytes.remaining() > 16 && bytes.get(at) == 0x7F && bytes.get(at + 1) == 'E' && bytes.get(at + 2) == 'L'
                && bytes.get(at + 3) == 'F';
    }

    /**
     * Reads one.
     *
     * @param file a library
     * @throws IOException where it cannot be read, or is none that the dynamic linker would take
     */
    static NativeLibrary read(RandomBytes file) throws IOException {
        try {
            return new Reader(file).read();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not a native library: " + e.getMessage(), e);
        }
    }

    /** Of one file, of either class and either order of bytes. */
    private static final class Reader {
        private final RandomBytes file;
        private final boolean wide;
        private final ByteOrder order;
        private final ByteBuffer header;

        Reader(RandomBytes file) throws IOException {
            this.file = file;
            byte[] begin = file.read(0, 64);
            if (!is(ByteBuffer.wrap(begin))) {
                throw new IOException("not a native library");
            }
            wide = begin[4] == 2;
            order = begin[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            header = ByteBuffer.wrap(begin).order(order);
        }

        NativeLibrary read() throws IOException {
            int size = header.getShort(wide ? 54 : 42) & 0xFFFF;
            int count = header.getShort(wide ? 56 : 44) & 0xFFFF;
            ByteBuffer segments = piece(wide ? header.getLong(32) : header.getInt(28) & 0xFFFFFFFFL, (long) size * count);
            ByteBuffer dynamic = null;
            for (int i = 0; i < count && dynamic == null; i++) {
                if (segments.getInt(i * size) == SEGMENT_DYNAMIC) {
                    dynamic = piece(word(segments, i * size + (wide ? 8 : 4)), word(segments, i * size + (wide ? 32 : 16)));
                }
            }
            return dynamic == null ? new NativeLibrary("", List.of()) : read(dynamic, segments, size);
        }

        private NativeLibrary read(ByteBuffer dynamic, ByteBuffer segments, int size) throws IOException {
            int step = wide ? 8 : 4;
            long stringsAt = 0;
            long stringsLength = 0;
            long name = 0;
            List<Long> needed = new ArrayList<>();
            for (int at = 0; at + 2 * step <= dynamic.limit(); at += 2 * step) {
                long value = word(dynamic, at + step);
                switch ((int) word(dynamic, at)) {
                    case NEEDED -> needed.add(value);
                    case STRINGS -> stringsAt = value;
                    case STRINGS_LENGTH -> stringsLength = value;
                    case SONAME -> name = value;
                    default -> {
                        // Of no interest.
                    }
                }
            }
            ByteBuffer strings = piece(inFile(stringsAt, segments, size), stringsLength);
            List<String> names = new ArrayList<>();
            for (long at : needed) {
                names.add(text(strings, at));
            }
            return new NativeLibrary(name == 0 ? "" : text(strings, name), names);
        }

        /** Where an address of the loaded library is in the file. */
        private long inFile(long address, ByteBuffer segments, int size) {
            for (int at = 0; at + size <= segments.limit() && size > 0; at += size) {
                long offset = word(segments, at + (wide ? 8 : 4));
                long begin = word(segments, at + (wide ? 16 : 8));
                long length = word(segments, at + (wide ? 32 : 16));
                if (segments.getInt(at) == SEGMENT_LOAD && address >= begin && address - begin < length) {
                    return address - begin + offset;
                }
            }
            throw new IllegalArgumentException("no segment has address " + address);
        }

        private long word(ByteBuffer bytes, int at) {
            return wide ? bytes.getLong(at) : bytes.getInt(at) & 0xFFFFFFFFL;
        }

        private ByteBuffer piece(long at, long length) throws IOException {
            if (length < 0 || length > LONGEST) {
                throw new IllegalArgumentException(length + " bytes");
            }
            return ByteBuffer.wrap(file.read(at, (int) length)).order(order);
        }

        private static String text(ByteBuffer strings, long at) {
            int begin = Math.toIntExact(Math.min(at, Integer.MAX_VALUE));
            int end = begin;
            while (strings.get(end) != 0) {
                end++;
            }
            return new String(strings.array(), begin, end - begin, StandardCharsets.UTF_8);
        }
    }
}
