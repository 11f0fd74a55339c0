package io.classcast.inspect;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageFormat;

/**
 * Counts the failed lookups and the opens that one JVM makes on a class path to load every class of it once, in any order. As
 * {@code jdk.internal.loader.URLClassPath} searches (JDK 17 and 25):
 *
 * <ul>
 * <li>{@code getLoader(int)} makes the loaders of entries one after another, up to the one that holds the name. A {@code JarLoader}
 *     opens its jar then and once: one open for each jar up to the last that any class comes from, readable or not. Of a file
 *     that is not there {@code FileURLMapper.exists} is false: one failed lookup.
 * <li>A {@code FileLoader} (a URL that ends with a slash) asks {@code File.exists} for each name: one failed lookup for each class
 *     that a later entry holds, whether the directory exists or not; one open for each class that it holds itself.
 * <li>A jar answers for a name it has not from its central directory, in memory: nothing.
 * </ul>
 *
 * Not counted: what the launcher does for each element of {@code -cp} before main, successful stats, reads, resources, and names
 * that no entry holds. Each of the last asks every directory once more ({@link #perAbsentName}). The kernel may answer a failed
 * lookup below a directory that it knows to be absent.
 */
final class SearchCount {
    private final long[] failed;
    private final long[] opens;
    private int perAbsentName;

    private SearchCount(int entries) {
        failed = new long[entries];
        opens = new long[entries];
    }

    static SearchCount of(Image image) {
        SearchCount count = new SearchCount(image.entryCount());
        long[] wins = new long[image.entryCount()];
        int last = -1;
        for (int id = 0; id < image.nameCount(); id++) {
            if (isLoadable(image, id)) {
                int winner = image.entryOf(image.firstPlace(id));
                wins[winner]++;
                last = Math.max(last, winner);
            }
        }
        long later = 0;
        for (int e = image.entryCount() - 1; e >= 0; e--) {
            count.count(image.entry(e), e, wins[e], later, e <= last);
            later += wins[e];
        }
        return count;
    }

    private void count(ImageEntry entry, int number, long wins, long later, boolean reached) {
        if (entry.url().endsWith("/")) {
            failed[number] = later;
            opens[number] = wins;
            perAbsentName++;
        } else if (reached && entry.kind() == EntryKind.MISSING) {
            failed[number] = 1;
        } else if (reached) {
            opens[number] = 1;
        }
    }

    /** Whether a name is that of a class which the application class loader can define. */
    static boolean isLoadable(Image image, int id) {
        String name = image.name(id);
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.equals("module-info.class")
                && (image.flags(image.firstPlace(id)) & ImageFormat.PLACE_DIRECTORY) == 0;
    }

    long failed(int entry) {
        return failed[entry];
    }

    long opens(int entry) {
        return opens[entry];
    }

    int perAbsentName() {
        return perAbsentName;
    }
}
