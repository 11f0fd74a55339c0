package io.classcast.image;

/** What an entry of an image is. The ordinal is part of the file format. */
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
    LIVE,
    /** Not on the class path: a file that is served to whoever opens or loads it by its path. */
    FILE,
    /** Not on the class path: a directory of native libraries, every one of which is a {@link #FILE}; no other is there. */
    LIBRARY_DIRECTORY;

    private static final EntryKind[] VALUES = values();
    static final int COUNT = VALUES.length;

    /**
     * Whether class loaders search it.
     *
     * @return false for what is served beside the class path
     */
    public boolean onClassPath() {
        return this != FILE && this != LIBRARY_DIRECTORY;
    }

    static EntryKind of(int ordinal) {
        return VALUES[ordinal];
    }
}
