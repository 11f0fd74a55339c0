package io.classcast.inspect;

import io.classcast.filesystem.Mount;
import io.classcast.filesystem.Mounts;
import io.classcast.filesystem.RoundTrip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

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
        byMount(files).forEach((mount, its) -> {
            if (opens.getOrDefault(mount, OptionalDouble.empty()).isEmpty()) {
                opens.put(mount, roundTrip.opens(its));
            }
        });
    }

    /** Measures lookups of names that are not there, next to jars and in directories. */
    void lookup(List<Path> entries) {
        byMount(entries).forEach((mount, its) -> {
            Set<Path> directories = new LinkedHashSet<>();
            for (Path entry : its) {
                Path directory = Files.isDirectory(entry) ? entry : entry.getParent();
                if (directory != null && mount.equals(mounts.of(directory)) && Files.isDirectory(directory)) {
                    directories.add(directory);
                }
            }
            lookups.put(mount, roundTrip.absent(List.copyOf(directories)));
        });
    }

    private Map<Mount, List<Path>> byMount(List<Path> paths) {
        Map<Mount, List<Path>> grouped = new LinkedHashMap<>();
        for (Path path : paths) {
            grouped.computeIfAbsent(mounts.of(path), m -> new ArrayList<>()).add(path);
        }
        return grouped;
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
