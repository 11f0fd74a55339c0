package io.classcast.doctor;

import io.classcast.filesystem.Mount;
import java.util.List;

/**
 * What a rank sees of file systems.
 *
 * @param places where stores and copies may go, in the order in which they are tried
 * @param classPath the class path that was given; null without one
 */
record Storage(List<Place> places, ClassPathFacts classPath) {

    /** What a place is for. */
    enum Use {
        /** May hold the node's store. */
        STORE,
        /** The directory for temporary files that the JVM knows, and may hold the store. */
        TEMPORARY,
        /** A target of {@code bcastjar stage}. */
        TARGET
    }

    /**
     * A directory on this node.
     *
     * @param name how it came into play, such as {@code $TMPDIR}
     * @param path of it
     * @param use what for
     * @param exists whether it is a directory
     * @param writable whether this user can write to it
     * @param free bytes that this user can write
     * @param mount its file system
     */
    record Place(String name, String path, Use use, boolean exists, boolean writable, long free, Mount mount) {
        boolean usable() {
            return exists && writable;
        }

        String label() {
            return name.equals(path) ? path : name + " (" + path + ")";
        }
    }

    /**
     * The class path as this node sees it.
     *
     * @param jars number of files
     * @param bytes of them
     * @param missing entries that are not there
     * @param future files that were modified later than now, by this node's clock
     * @param fileSystems that it is on
     */
    record ClassPathFacts(int jars, long bytes, int missing, int future, List<Measured> fileSystems) {
    }

    /**
     * A file system with what operations on it take.
     *
     * @param mount which
     * @param absentSeconds median of looking for a name that is not there; null where it could not be measured
     * @param repeatedSeconds median of looking again and again at a file that is there; null where it could not be measured
     */
    record Measured(Mount mount, Double absentSeconds, Double repeatedSeconds) {
    }
}
