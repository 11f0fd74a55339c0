package io.classcast.image;

/** What a class-path entry is. The ordinal is part of the file format. */
public enum EntryKind {
    /** A jar or zip file. */
    JAR,
    /** A directory of classes and resources. */
    DIRECTORY,
    /** Nothing there; the JDK skips it without a word. */
    MISSING,
    /** A file that the JDK cannot open as a jar; it skips it without a word. */
    UNREADABLE,
    /** Not in the image: every lookup asks the original, as without Classcast. */
    LIVE;

    private static final EntryKind[] VALUES = values();

    static EntryKind of(int ordinal) {
        return VALUES[ordinal];
    }
}
