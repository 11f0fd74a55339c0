package io.classcast.inspect;

import io.classcast.filesystem.RoundTrip;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Counts, in one pass over the names of an image. */
final class Tally {
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF", Pattern.CASE_INSENSITIVE);
    /** JAR File Specification, "Digital Signatures". */
    private static final Pattern BLOCK = Pattern.compile("META-INF/[^/]+\\.(RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);

    private final Image image;
    private final int[] names;
    private final int[] classes;
    private final boolean[] signatures;
    private final boolean[] blocks;
    private final Overlaps overlaps;
    private final List<Path> looseClasses = new ArrayList<>();
    private int loadable;
    private int distinct;

    Tally(Image image) {
        this.image = image;
        names = new int[image.entryCount()];
        classes = new int[image.entryCount()];
        signatures = new boolean[image.entryCount()];
        blocks = new boolean[image.entryCount()];
        overlaps = new Overlaps(image);
        for (int id = 0; id < image.nameCount(); id++) {
            add(id);
        }
    }

    private void add(int id) {
        String name = image.name(id);
        if (name.isEmpty()) {
            // The root of a directory, which the image holds so that it can be found.
            return;
        }
        distinct++;
        boolean loads = SearchCount.isLoadable(image, id);
        boolean meta = name.regionMatches(true, 0, "META-INF/", 0, 9);
        boolean signature = meta && SIGNATURE.matcher(name).matches();
        boolean block = meta && BLOCK.matcher(name).matches();
        int first = image.firstPlace(id);
        for (int place = first; place < first + image.placeCount(id); place++) {
            int entry = image.entryOf(place);
            names[entry]++;
            classes[entry] += loads ? 1 : 0;
            signatures[entry] |= signature;
            blocks[entry] |= block;
        }
        if (loads) {
            loadable++;
            overlaps.add(id);
            keepLoose(name, image.entry(image.entryOf(first)));
        }
    }

    private void keepLoose(String name, ImageEntry entry) {
        if (looseClasses.size() < RoundTrip.SAMPLES && entry.kind() == EntryKind.DIRECTORY) {
            looseClasses.add(Path.of(entry.path()).resolve(name));
        }
    }

    int names(int entry) {
        return names[entry];
    }

    int classes(int entry) {
        return classes[entry];
    }

    boolean signed(int entry) {
        return signatures[entry] && blocks[entry];
    }

    int distinctNames() {
        return distinct;
    }

    int loadable() {
        return loadable;
    }

    Overlaps overlaps() {
        return overlaps;
    }

    /** Some class files that are loaded from directories, to measure opens with. */
    List<Path> looseClasses() {
        return looseClasses;
    }
}
