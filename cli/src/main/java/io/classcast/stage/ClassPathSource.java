package io.classcast.stage;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

/**
 * A class path: each entry is staged below {@code classpath/} under the path that it has, so that relative {@code Class-Path}
 * attributes and wildcards find the same neighbours there. What manifests add is found in the bytes that pass by, and staged in a
 * further round; what is missing is left out, as the JDK does.
 */
final class ClassPathSource implements Source {
    /** Where class paths lie below a staged directory. */
    static final String FOLDER = "classpath";

    private final ReadAhead reader;
    private final Path stagedHere;
    /** Also what manifests name. */
    private final boolean whole;
    private final Set<String> seen = new HashSet<>();
    private final List<Place> places = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private ListedSource round;
    private List<Path> jars;

    private ClassPathSource(ReadAhead reader, Path stagedHere, boolean whole) {
        this.reader = reader;
        this.stagedHere = stagedHere;
        this.whole = whole;
    }

    /**
     * Lists the entries of a class path.
     *
     * @param classPath as after java -cp
     * @param reader reads them
     * @param stagedHere the staged directory of this node, which may have some of them already
     * @throws IOException where one cannot be listed
     */
    static ClassPathSource of(String classPath, ReadAhead reader, Path stagedHere) throws IOException {
        ClassPathSource source = new ClassPathSource(reader, stagedHere, true);
        source.list(paths(ClassPath.parse(classPath)));
        return source;
    }

    /**
     * Lists the entries that a profile names, in the order of first use.
     *
     * @param profile of a run with that class path
     * @param reader reads them
     * @param stagedHere the staged directory of this node, which may have some of them already
     * @throws IOException where one cannot be listed
     */
    static ClassPathSource of(Profile profile, ReadAhead reader, Path stagedHere) throws IOException {
        ClassPathSource source = new ClassPathSource(reader, stagedHere, false);
        source.list(profile.entries());
        return source;
    }

    private static List<String> paths(List<String> urls) {
        List<String> paths = new ArrayList<>();
        for (String url : urls) {
            paths.add(ClassPath.path(url));
        }
        return paths;
    }

    private void list(List<String> paths) throws IOException {
        round = new ListedSource(reader);
        jars = new ArrayList<>();
        for (String path : paths) {
            if (path == null || !seen.add(path)) {
                continue;
            }
            Path origin = Path.of(path).toAbsolutePath().normalize();
            if (!Files.exists(origin)) {
                missing.add(origin + " is not there");
            } else {
                round.add(origin, FOLDER + origin, any -> true);
                if (!Files.isDirectory(origin)) {
                    jars.add(origin);
                }
            }
        }
        places.addAll(round.places());
    }

    @Override
    public List<Place> places() {
        return places;
    }

    @Override
    public long bytesToSend(Map<String, StagedEntry> common) {
        return round.bytesToSend(common);
    }

    @Override
    public void send(RecordSender sender) throws IOException, InterruptedException {
        // Only those that the user named: what manifests name is often not there.
        missing.forEach(sender::note);
        while (!round.places().isEmpty()) {
            Map<Path, byte[]> beginnings = sender.rememberBeginnings(jars);
            round.send(sender);
            List<String> further = new ArrayList<>();
            for (Path jar : whole ? jars : List.<Path>of()) {
                further.addAll(classPathOf(jar, beginnings.get(jar)));
            }
            list(paths(further));
        }
    }

    /** The URLs that a jar's manifest names. */
    private List<String> classPathOf(Path jar, byte[] beginning) {
        Manifest manifest = null;
        if (beginning != null) {
            try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(beginning), false)) {
                manifest = in.getManifest();
            } catch (IOException | IllegalArgumentException e) {
                // Not at the beginning, then.
                manifest = null;
            }
        }
        Path copy = stagedHere.resolve(FOLDER + jar);
        for (Path place : new Path[] {copy, jar}) {
            if (manifest == null && Files.exists(place)) {
                try (JarFile file = new JarFile(place.toFile(), false)) {
                    manifest = file.getManifest();
                    break;
                } catch (IOException e) {
                    // It is no jar, or damaged: staged as it is, and the JVM will say so.
                    continue;
                }
            }
        }
        String value = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        List<String> urls = new ArrayList<>();
        for (String element : value == null ? new String[0] : value.trim().split("\\s+")) {
            try {
                URL url = new URL(jar.toUri().toURL(), element);
                if (url.getProtocol().equals("file")) {
                    urls.add(url.toExternalForm());
                }
            } catch (MalformedURLException e) {
                // The JDK ignores it, too.
                continue;
            }
        }
        return urls;
    }
}
