package io.classcast.inspect;

import io.classcast.image.Image;
import io.classcast.inspect.Inspection.Overlap;
import io.classcast.inspect.Inspection.Share;
import io.classcast.inspect.Inspection.SplitPackage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the classes and the packages that several entries hold. */
final class Overlaps {
    private final Image image;
    private final Map<Long, List<String>> pairs = new TreeMap<>();
    private final Map<Long, Integer> differing = new TreeMap<>();
    private final Map<String, Map<Integer, Integer>> packages = new TreeMap<>();

    Overlaps(Image image) {
        this.image = image;
    }

    /** Takes one class into account. */
    void add(int id) {
        String name = image.name(id);
        String binary = name.substring(0, name.length() - 6).replace('/', '.');
        int dot = binary.lastIndexOf('.');
        Map<Integer, Integer> shares = packages.computeIfAbsent(dot < 0 ? "" : binary.substring(0, dot), p -> new TreeMap<>());
        int first = image.firstPlace(id);
        for (int k = 0; k < image.placeCount(id); k++) {
            shares.merge(image.entryOf(first + k), 1, Integer::sum);
            if (k > 0) {
                long pair = (long) image.entryOf(first) << 32 | image.entryOf(first + k);
                pairs.computeIfAbsent(pair, p -> new ArrayList<>()).add(binary);
                differing.merge(pair, differ(first, first + k) ? 1 : 0, Integer::sum);
            }
        }
    }

    /** Jars that only JarFile understands come without sizes: nothing is said about them. */
    private boolean differ(int one, int other) {
        return image.size(one) > 0 && image.size(other) > 0 && image.size(one) != image.size(other);
    }

    /** The pairs with most classes first. */
    List<Overlap> duplicates() {
        List<Overlap> overlaps = new ArrayList<>();
        pairs.forEach((pair, classes) -> {
            Collections.sort(classes);
            overlaps.add(new Overlap((int) (pair >>> 32), pair.intValue(), differing.get(pair), classes));
        });
        overlaps.sort(Comparator.comparingInt((Overlap o) -> -o.classes().size()));
        return overlaps;
    }

    /** By name. */
    List<SplitPackage> splitPackages() {
        List<SplitPackage> split = new ArrayList<>();
        packages.forEach((name, shares) -> {
            if (shares.size() > 1) {
                split.add(new SplitPackage(name,
                        shares.entrySet().stream().map(share -> new Share(share.getKey(), share.getValue())).toList()));
            }
        });
        return split;
    }
}
