package io.classcast.doctor;

import io.classcast.classpath.ClassPath;
import io.classcast.doctor.Storage.ClassPathFacts;
import io.classcast.doctor.Storage.Measured;
import io.classcast.doctor.Storage.Place;
import io.classcast.doctor.Storage.Use;
import io.classcast.filesystem.Mount;
import io.classcast.filesystem.Mounts;
import io.classcast.filesystem.RoundTrip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Looks at the file systems of this node. */
final class StorageReader {
    /** A file server's clock may be this much ahead without harm, milliseconds. */
    private static final long TOLERANCE = 1000;

    private final Mounts mounts = Mounts.read();
    private final RoundTrip roundTrip = new RoundTrip(System::nanoTime);

    /** The places where a store may go, as {@link io.classcast.store.StoreBase} tries them, and further targets. */
    List<Place> places(Map<String, String> environment, List<Path> targets) {
        List<Place> places = new ArrayList<>();
        String store = environment.getOrDefault("CLASSCAST_STORE", "");
        if (!store.isEmpty()) {
            places.add(place("CLASSCAST_STORE", store, Use.STORE));
        }
        places.add(place("/dev/shm", "/dev/shm", Use.STORE));
        String temporary = environment.getOrDefault("TMPDIR", "");
        if (!temporary.isEmpty()) {
            places.add(place("$TMPDIR", temporary, Use.TEMPORARY));
        }
        places.add(place("/tmp", "/tmp", Use.STORE));
        for (Path target : targets) {
            places.add(place("--to", target.toString(), Use.TARGET));
        }
        return places;
    }

    private Place place(String name, String path, Use use) {
        Path directory = Path.of(path).toAbsolutePath();
        boolean exists = Files.isDirectory(directory);
        long free = 0;
        try {
            directory = exists ? directory.toRealPath() : directory;
            // A FileStore would look for the mount, which the table of a chroot(2) need not show.
            free = exists ? directory.toFile().getUsableSpace() : 0;
        } catch (IOException e) {
            exists = false;
        }
        return new Place(name, path, use, exists, exists && Files.isWritable(directory), free, mounts.of(directory));
    }

    ClassPathFacts classPath(String classPath, long now) {
        List<Path> entries = new LinkedHashSet<>(ClassPath.parse(classPath)).stream().map(ClassPath::path).map(Path::of).toList();
        int jars = 0;
        int missing = 0;
        int future = 0;
        long bytes = 0;
        for (Path entry : entries) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
                jars += attributes.isRegularFile() ? 1 : 0;
                bytes += attributes.isRegularFile() ? attributes.size() : 0;
                future += attributes.lastModifiedTime().toMillis() > now + TOLERANCE ? 1 : 0;
            } catch (IOException e) {
                missing++;
            }
        }
        List<Measured> measured = new ArrayList<>();
        mounts.group(entries).forEach((mount, its) -> measured.add(measure(mount, its)));
        return new ClassPathFacts(jars, bytes, missing, future, measured);
    }

    private Measured measure(Mount mount, List<Path> entries) {
        OptionalDouble repeated = entries.stream().filter(Files::exists).findFirst().map(roundTrip::repeated)
                .orElse(OptionalDouble.empty());
        return new Measured(mount, boxed(roundTrip.absent(mounts.directories(mount, entries))), boxed(repeated));
    }

    private static Double boxed(OptionalDouble seconds) {
        return seconds.isEmpty() ? null : seconds.getAsDouble();
    }
}
