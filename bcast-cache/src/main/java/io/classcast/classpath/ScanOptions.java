package io.classcast.classpath;

import java.nio.file.Path;
import java.util.List;

/**
 * What a scan needs to know.
 *
 * @param javaFeature the Java version to resolve multi-release names for ({@link MultiRelease#feature})
 * @param content directory for the copies; null where only locations are wanted
 * @param dynamic path prefixes of entries that are always looked up live
 * @param threads how many entries are read at once
 * @param directoryNames an entry directory with more names is looked up live
 * @param directoryBytes an entry directory with more bytes travels as locations
 * @param launcher what the job's launcher put on the class path of its own accord
 * @param further what is served beside the class path
 * @param profile what of the jars is copied; null: all
 * @param stamped the image is compared with the class path later on: all attributes of each file are noted
 */
public record ScanOptions(int javaFeature, Path content, List<String> dynamic, int threads, int directoryNames,
        long directoryBytes, LauncherEntries launcher, FurtherFiles further, Profile profile, boolean stamped) {
    private static final int WORKING_NAMES = 2_000;
    private static final long WORKING_BYTES = 16L << 20;

    /**
     * The usual bounds: 8 entries at once, directories of up to 200,000 names and 256 MiB.
     *
     * @param content directory for the copies; null where only locations are wanted
     * @param dynamic path prefixes of entries that are always looked up live
     * @return options for the running JVM
     */
    public static ScanOptions of(Path content, List<String> dynamic) {
        return new ScanOptions(MultiRelease.feature(), content, dynamic, 8, 200_000, 256L << 20, LauncherEntries.NONE,
                FurtherFiles.NONE, null, false);
    }

    /**
     * The same, for a class path with entries of the job's launcher.
     *
     * @param entries of the launcher
     * @return options
     */
    public ScanOptions withLauncher(LauncherEntries entries) {
        return new ScanOptions(javaFeature, content, dynamic, threads, directoryNames, directoryBytes, entries, further, profile, stamped);
    }

    /**
     * The same, with files beside the class path.
     *
     * @param files to serve
     * @return options
     */
    public ScanOptions withFurther(FurtherFiles files) {
        return new ScanOptions(javaFeature, content, dynamic, threads, directoryNames, directoryBytes, launcher, files, profile, stamped);
    }

    /**
     * The same, with copies of what a profile names only.
     *
     * @param used profile, or null
     * @return options
     */
    public ScanOptions withProfile(Profile used) {
        return new ScanOptions(javaFeature, content, dynamic, threads, directoryNames, directoryBytes, launcher, further, used, stamped);
    }

    /**
     * The same, for an image that is compared with the class path later on ({@link Freshness}).
     *
     * @return options
     */
    public ScanOptions withStamps() {
        return new ScanOptions(javaFeature, content, dynamic, threads, directoryNames, directoryBytes, launcher, further, profile, true);
    }

    /** For a directory that nobody asked for: it is served if it is small. */
    ScanOptions forWorkingDirectory() {
        return new ScanOptions(javaFeature, content, dynamic, threads, WORKING_NAMES, WORKING_BYTES, launcher, further, profile, stamped);
    }

    /** Whether bytes are copied. */
    boolean copies() {
        return content != null;
    }
}
