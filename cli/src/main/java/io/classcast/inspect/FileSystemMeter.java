package io.classcast.inspect;

import io.classcast.filesystem.Mount;
import io.classcast.filesystem.Mounts;
import io.classcast.filesystem.RoundTrip;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Measures the file systems that a class path is on, each once. One thread. */
final class FileSystemMeter {
    private final Mounts mounts;
    private final RoundTrip roundTrip;
    private final Map<Mount, OptionalDouble> opens = new HashMap<>();
    private final Map<Mount, OptionalDouble> lookups = new HashMap<>();

    FileSystemMeter(Mounts mounts, RoundTrip roundTrip) {
        this.mounts = mounts;
        this.roundTrip = roundTrip;
    }

    Mount mount(Path path) {
        return mounts.of(path);
    }

    /** Measures opens; a file system that has been measured is not measured again. */
    void open(List<Path> files) {
        mounts.group(files).forEach((mount, its) -> {
            if (opens.getOrDefault(mount, OptionalDouble.empty()).isEmpty()) {
                opens.put(mount, roundTrip.opens(its));
            }
        });
    }

    /** Measures lookups of names that are not there, next to jars and in directories. */
    void lookup(List<Path> entries) {
        mounts.group(entries).forEach((mount, its) -> lookups.put(mount, roundTrip.absent(mounts.directories(mount, its))));
    }

    Double openSeconds(Mount mount) {
        return boxed(opens.get(mount));
    }

    Double absentSeconds(Mount mount) {
        return boxed(lookups.get(mount));
    }

    private static Double boxed(OptionalDouble seconds) {
        return seconds == null || seconds.isEmpty() ? null : seconds.getAsDouble();
    }
}
