package io.classcast.inspect;

import java.util.List;

/**
 * All that was found out about a class path. Entries are referred to by their numbers, from 0 in search order.
 *
 * @param java the Java version that multi-release jars were resolved for
 * @param entries in the order in which the JDK searches them
 * @param names distinct names of classes, resources and directories
 * @param classes distinct classes that can be loaded
 * @param duplicates classes that several entries hold, by pairs of entries
 * @param splitPackages packages whose classes are on several entries
 * @param repeated entries that the class path names again; the JDK searches them once
 * @param problems one line each: what is missing, unreadable or not counted
 * @param cost what searching takes
 */
public record Inspection(int java, List<Entry> entries, int names, int classes, List<Overlap> duplicates,
        List<SplitPackage> splitPackages, List<String> repeated, List<String> problems, SearchCost cost) {

    /**
     * One entry.
     *
     * @param number in search order
     * @param path of the file or directory; the URL where it is no file
     * @param kind jar, directory, missing, unreadable or live (not a file or directory that can be listed)
     * @param bytes of the jar, or of all files of the directory
     * @param names on it
     * @param classes on it, those included that an earlier entry hides
     * @param multiRelease the manifest says so
     * @param signed has a signature file and a block
     * @param sealed no, some (packages), all
     * @param addedBy the entry whose manifest's Class-Path added this one; null where the class path itself names it
     * @param failedLookups on this entry, to load every class once; see {@link SearchCount}
     * @param opens of or on this entry, to load every class once
     */
    public record Entry(int number, String path, String kind, long bytes, int names, int classes, boolean multiRelease,
            boolean signed, String sealed, Integer addedBy, long failedLookups, long opens) {
    }

    /**
     * Classes that two entries hold.
     *
     * @param wins the first entry that holds them
     * @param hidden another one; the JDK never loads them from there
     * @param differing those of another size, which therefore differ for certain
     * @param classes all of them, as binary names
     */
    public record Overlap(int wins, int hidden, int differing, List<String> classes) {
    }

    /**
     * A package on several entries.
     *
     * @param name of the package; empty for the unnamed one
     * @param shares in search order
     */
    public record SplitPackage(String name, List<Share> shares) {
    }

    /**
     * One entry's part in a package.
     *
     * @param entry its number
     * @param classes that it holds
     */
    public record Share(int entry, int classes) {
    }
}
