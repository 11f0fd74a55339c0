package io.classcast.store;

import io.classcast.PrivateFiles;
import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The small copies of a store, once more, one after the other in one file: a class path may have thousands of small jars, and a process
 * only so many mappings (65,530, {@code vm.max_map_count} of proc(5)), each of which is opened and closed for it. Which entries are in it
 * and where follows from the image. What does not fit is mapped by itself, and so is everything where the store has no such file.
 * Immutable, safe for all threads.
 *
 * <pre>
 *   each copy of 1 to 64 KiB, in class-path order, at the next multiple of 8, as long as no more than 32 MiB come together
 * </pre>
 */
final class SmallContents {
    /** Name of the file in a store. */
    static final String FILE = "small";
    /** A copy of up to 16 pages is small. */
    static final int LONGEST = 64 << 10;
    /** The store has them twice: no more than this. */
    private static final int MOST = 32 << 20;
    private static final int FEWEST = 2;
    private static final int ALIGNMENT = 8;

    private final int[] at;
    private final ByteBuffer mapped;

    private SmallContents(int[] at, ByteBuffer mapped) {
        this.at = at;
        this.mapped = mapped;
    }

    /**
     * Makes the file. Where there is no room the store goes without.
     *
     * @param directory of a complete store
     * @param entries of its image
     */
    static void create(Path directory, ImageEntry[] entries) {
        int[] at = layOut(entries);
        if (at == null) {
            return;
        }
        Path file = directory.resolve(FILE);
        boolean whole = false;
        try (FileChannel joined = PrivateFiles.create(file)) {
            for (int e = 0; e < entries.length; e++) {
                if (at[e] >= 0) {
                    append(directory, entries[e], joined.position(at[e]));
                }
            }
            whole = joined.size() == at[entries.length];
        } catch (IOException e) {
            // No room, or a copy that is cut off: whoever opens the store will say which.
            whole = false;
        }
        if (!whole) {
            file.toFile().delete();
        }
    }

    private static void append(Path directory, ImageEntry entry, FileChannel joined) throws IOException {
        long length = entry.storeLength();
        try (FileChannel copy = FileChannel.open(directory.resolve(entry.storeName()), StandardOpenOption.READ)) {
            for (long done = 0; done < length;) {
                long moved = copy.transferTo(done, length - done, joined);
                if (moved <= 0) {
                    throw new IOException(entry.storeName() + " is cut off");
                }
                done += moved;
            }
        }
    }

    /**
     * Maps the file.
     *
     * @param directory of a store
     * @param entries of its image
     * @return null where the store has no such file
     */
    static SmallContents open(Path directory, ImageEntry[] entries) {
        int[] at = layOut(entries);
        File file = at == null ? null : directory.resolve(FILE).toFile();
        if (file == null || !file.isFile()) {
            return null;
        }
        try (FileChannel joined = FileChannel.open(file.toPath(), StandardOpenOption.READ)) {
            int length = at[entries.length];
            return joined.size() == length ? new SmallContents(at, FileMapping.map(joined, FileChannel.MapMode.READ_ONLY, 0, length)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Where the copy of each entry begins, -1 where it is not in the file, and at last the length of the file; null where there are too few. */
    private static int[] layOut(ImageEntry[] entries) {
        int[] at = new int[entries.length + 1];
        int count = 0;
        int next = 0;
        int end = 0;
        for (int e = 0; e < entries.length; e++) {
            ImageEntry entry = entries[e];
            long length = entry.storeLength();
            at[e] = -1;
            if (entry.content() >= 0 && entry.kind() != EntryKind.FILE && length > 0 && length <= LONGEST && next + length <= MOST) {
                at[e] = next;
                end = next + (int) length;
                next = (end + ALIGNMENT - 1) & -ALIGNMENT;
                count++;
            }
        }
        at[entries.length] = end;
        return count < FEWEST ? null : at;
    }

    /**
     * The bytes of an entry.
     *
     * @param entry number of a class-path entry
     * @param length bytes, as the image has it
     * @return read-only, little-endian, from 0 to its length; null where it is not in the file
     */
    ByteBuffer content(int entry, int length) {
        return at[entry] < 0 ? null : mapped.slice(at[entry], length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
