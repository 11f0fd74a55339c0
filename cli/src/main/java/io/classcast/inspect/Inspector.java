package io.classcast.inspect;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LauncherEntries;
import io.classcast.classpath.ScanOptions;
import io.classcast.filesystem.Mount;
import io.classcast.filesystem.Mounts;
import io.classcast.filesystem.RoundTrip;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.inspect.Inspection.Entry;
import io.classcast.inspect.SearchCost.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks at a class path: the same scan that rank 0 of a job does, and what can be said from its image. */
public final class Inspector {
    /** A scan for a job leaves larger directories to live lookups; here they are to be seen. */
    private static final int DIRECTORY_NAMES = 5_000_000;

    private final FileSystemMeter meter;
    private final int ranks;

    /**
     * Creates an inspector.
     *
     * @param mounts of this process
     * @param roundTrip to measure with
     * @param ranks of the job that the estimate is for
     */
    public Inspector(Mounts mounts, RoundTrip roundTrip, int ranks) {
        meter = new FileSystemMeter(mounts, roundTrip);
        this.ranks = ranks;
    }

    /**
     * Looks at a class path. Reads every jar's directory and manifest, and lists directories.
     *
     * @param classPath as after {@code java -cp}
     * @return what is on it
     * @throws io.classcast.ClasscastException where an entry changes or fails while it is read
     */
    public Inspection inspect(String classPath) {
        List<String> urls = ClassPath.parse(classPath);
        // Before the scan has opened them all: an open is cheaper the second time.
        meter.open(paths(urls));
        ClassPathScan scan = ClassPathScanner.scan(urls, 0, new ScanOptions(Runtime.version().feature(), null, List.of(), 8,
                DIRECTORY_NAMES, 0, LauncherEntries.NONE, FurtherFiles.NONE, null, false));
        Image image = Image.open(scan.index());
        Tally tally = new Tally(image);
        SearchCount count = SearchCount.of(image);
        List<Entry> entries = entries(image, tally, count, new LinkedHashSet<>(urls));
        List<Path> paths = entries.stream().map(entry -> Path.of(entry.path())).toList();
        meter.lookup(paths);
        meter.open(paths);
        meter.open(tally.looseClasses());
        return new Inspection(image.javaFeature(), entries, tally.distinctNames(), tally.loadable(), tally.overlaps().duplicates(),
                tally.overlaps().splitPackages(), repeated(urls), problems(scan, entries), cost(entries, count.perAbsentName()));
    }

    private static List<Path> paths(List<String> urls) {
        return urls.stream().map(ClassPath::path).filter(path -> path != null).map(Path::of).toList();
    }

    private static List<String> repeated(List<String> urls) {
        Set<String> seen = new LinkedHashSet<>();
        Set<String> again = new LinkedHashSet<>();
        for (String url : urls) {
            if (!seen.add(url)) {
                again.add(ClassPath.path(url));
            }
        }
        return List.copyOf(again);
    }

    private static List<Entry> entries(Image image, Tally tally, SearchCount count, Set<String> named) {
        Map<String, Integer> addedBy = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            Manifests manifest = Manifests.of(entry);
            for (String url : manifest.classPath()) {
                addedBy.putIfAbsent(url, e);
            }
            entries.add(new Entry(e, entry.path().isEmpty() ? entry.url() : entry.path(), kind(entry), entry.size(),
                    tally.names(e), tally.classes(e), entry.multiRelease(), tally.signed(e), manifest.sealed(),
                    named.contains(entry.url()) ? null : addedBy.get(entry.url()), count.failed(e), count.opens(e)));
        }
        return entries;
    }

    /** In a locale that knows ASCII only, no JVM finds a file with another name, and the name itself does not show why. */
    private static List<String> problems(ClassPathScan scan, List<Entry> entries) {
        List<String> problems = new ArrayList<>(scan.problems());
        boolean ascii = !"UTF-8".equals(System.getProperty("sun.jnu.encoding"));
        if (entries.stream().filter(entry -> entry.kind().equals("missing")).map(Entry::path)
                .anyMatch(path -> path.indexOf('\uFFFD') >= 0 || ascii && path.indexOf('?') >= 0)) {
            problems.add("this locale cannot name all files of the class path, for java either: set LC_ALL=C.UTF-8");
        }
        return problems;
    }

    private static String kind(ImageEntry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT);
    }

    private SearchCost cost(List<Entry> entries, int perAbsentName) {
        Map<Mount, List<Entry>> byMount = new LinkedHashMap<>();
        for (Entry entry : entries) {
            byMount.computeIfAbsent(meter.mount(Path.of(entry.path())), m -> new ArrayList<>()).add(entry);
        }
        List<FileSystem> fileSystems = new ArrayList<>();
        byMount.forEach((mount, its) -> fileSystems.add(new FileSystem(mount.point(), mount.type(),
                mount.kind().name().toLowerCase(Locale.ROOT), its.size(), its.stream().mapToLong(Entry::failedLookups).sum(),
                its.stream().mapToLong(Entry::opens).sum(), meter.absentSeconds(mount), meter.openSeconds(mount))));
        return SearchCost.of(perAbsentName, fileSystems, ranks);
    }
}
