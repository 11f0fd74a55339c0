package io.classcast.agent.loader;

import io.classcast.classpath.LaunchPath;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageFormat;
import io.classcast.store.InflatedClasses;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import jdk.internal.loader.Resource;

/**
 * The lookup: answers from the mapped image which entry holds a name, in class-path order. "Absent" is an answer, too.
 * Entries that are looked up live (option {@code dynamic}, and what cannot be scanned) are asked in their place in the
 * order. Safe for all threads.
 */
public final class ServedClassPath {
    /** What other JVMs of this node have inflated; null where each inflates for itself. */
    final InflatedClasses inflated;
    private final Image image;
    private final ServedEntry[] entries;
    private final Map<String, ServedEntry> byUrl = new HashMap<>();
    private final LiveEntries live;
    private final boolean hasDirectories;
    private final URL[] urls;
    /** The whole class path, live; made when the first odd name is asked for. */
    private URLClassLoader everything;
    final Counters counters;
    /** Null unless a profile is recorded. */
    final Recorder recorder;

    /**
     * Serves an image.
     *
     * @param stored the image and its bytes
     * @param counters counts what is asked
     * @param recorder notes what is used; null where no profile is recorded
     * @param ownLooks whether each JVM looks itself for entries that were missing; else one of each node does
     * @throws MalformedURLException never for an image that the scan has made
     */
    public ServedClassPath(StoredImage stored, Counters counters, Recorder recorder, boolean ownLooks) throws MalformedURLException {
        this.counters = counters;
        this.recorder = recorder;
        image = stored.image();
        inflated = stored.inflated();
        entries = new ServedEntry[onClassPath(image)];
        ImageJarHandler jarHandler = new ImageJarHandler(this);
        ImageFileHandler fileHandler = new ImageFileHandler(this);
        urls = new URL[entries.length];
        boolean directories = false;
        for (int e = 0; e < entries.length; e++) {
            ImageEntry entry = image.entry(e);
            urls[e] = new URL(entry.url());
            if (entry.kind() == EntryKind.LIVE) {
                continue;
            }
            if (entry.kind() == EntryKind.JAR || entry.kind() == EntryKind.DIRECTORY) {
                directories |= entry.kind() == EntryKind.DIRECTORY;
                entries[e] = new ServedEntry(entry, e, stored.content(e), stored.file(entry), jarHandler, fileHandler);
                byUrl.put(entry.url(), entries[e]);
            }
        }
        hasDirectories = directories;
        live = new LiveEntries(image, entries, urls, ownLooks ? null : Path.of(stored.directory()));
    }

    /** Those of the class path stand before all others. */
    private static int onClassPath(Image image) {
        int count = image.entryCount();
        while (count > 0 && !image.entry(count - 1).kind().onClassPath()) {
            count--;
        }
        return count;
    }

    /**
     * How many entries the class path has.
     *
     * @return missing ones included
     */
    public int entryCount() {
        return entries.length;
    }

    /**
     * The launch class path, where it was kept off the JVM's command line.
     *
     * @return with URLs
     */
    public LaunchPath launchPath() {
        return LaunchPath.decode(image.launchPath());
    }

    /**
     * Whether the first entry is there.
     *
     * @return false where it is missing
     */
    public boolean hasFirstEntry() {
        return entries.length > 0 && image.entry(0).kind() != EntryKind.MISSING;
    }

    /**
     * Whether {@code java -jar} could start the first entry.
     *
     * @return false where there is no such jar, or it names no main class
     */
    public boolean startsMainClass() {
        try {
            Manifest manifest = entries.length == 0 || entries[0] == null ? null : entries[0].manifest();
            return manifest != null && manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether the first entry is what the launcher takes for a jar (JLI_ParseManifest in libjli's parse_manifest.c).
     *
     * @return false for a directory, for what is no zip file, and where there is no manifest; true where only the
     *     original is asked
     */
    public boolean startsWithJar() {
        if (entries.length == 0) {
            return false;
        }
        EntryKind kind = image.entry(0).kind();
        try {
            return kind == EntryKind.LIVE || kind == EntryKind.JAR && entries[0] != null && entries[0].manifest() != null;
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized URLClassLoader everything() {
        if (everything == null) {
            everything = OwnPermissions.use(new PrivilegedAction<URLClassLoader>() {
                @Override
                public URLClassLoader run() {
                    return new URLClassLoader(urls, null);
                }
            });
        }
        return everything;
    }

    Image image() {
        return image;
    }

    ServedEntry entry(int number) {
        return entries[number];
    }

    ServedEntry entryByUrl(String url) {
        return byUrl.get(url);
    }

    /**
     * Whether the image has a class, where the parents have not been asked yet: no entry is looked at.
     *
     * @param binaryName such as {@code java.lang.String}
     * @return false where it is not certain
     */
    public boolean hasClass(String binaryName) {
        if (live.any()) {
            // A live entry is asked once only: after the parents.
            return false;
        }
        int id = image.findClass(binaryName);
        int place = id < 0 ? -1 : image.firstPlace(id);
        return place >= 0 && live.isBeforeMissing(place);
    }

    /**
     * What is looked up where it lies.
     *
     * @return of this class path
     */
    LiveEntries live() {
        return live;
    }

    /** Whether what the image has of an entry under a name is out of date. */
    boolean isChanged(ServedEntry entry, String name) {
        return entry.changed || live.next(entry.number - 1, entry.number, name) != null;
    }

    /**
     * The first resource of a name.
     *
     * @param name as given to {@link ClassLoader#getResource}
     * @return a URL equal to the JDK's, served from the image; null where no entry has it
     */
    public URL findResource(String name) {
        if (!isPlain(name)) {
            counters.liveFallbacks.incrementAndGet();
            return everything().findResource(name);
        }
        ResourceSearch search = new ResourceSearch(this, name);
        URL url = search.next();
        (url == null ? counters.resourceMisses : counters.resourceHits).incrementAndGet();
        return url;
    }

    /**
     * The first resource of a name, with its bytes: what the application class loader defines a class from.
     *
     * @param name such as {@code java/lang/String.class}
     * @return null where no entry has it
     */
    public Resource getResource(String name) {
        ResourceSearch search = new ResourceSearch(this, name);
        if (!search.advance()) {
            counters.classMisses.incrementAndGet();
            return null;
        }
        if (search.liveUrl() != null) {
            try {
                return new LiveResource(name, search.liveUrl(), search.liveSource());
            } catch (IOException e) {
                // As the JDK has it of what it cannot open.
                return null;
            }
        }
        int place = search.place();
        counters.classHits.incrementAndGet();
        counters.bytesDefined.addAndGet(image.size(place));
        if (recorder != null && name.endsWith(".class")) {
            recorder.type(name.substring(0, name.length() - 6).replace('/', '.'), entries[image.entryOf(place)]);
        }
        return new ImageResource(this, place, name);
    }

    /**
     * All resources of a name.
     *
     * @param name as given to {@link ClassLoader#getResources}
     * @return URLs in class-path order
     */
    public List<URL> findResources(String name) {
        List<URL> urls = new ArrayList<>();
        if (!isPlain(name)) {
            counters.liveFallbacks.incrementAndGet();
            try {
                urls.addAll(java.util.Collections.list(everything().findResources(name)));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return urls;
        }
        ResourceSearch search = new ResourceSearch(this, name);
        for (URL url = search.next(); url != null; url = search.next()) {
            urls.add(url);
        }
        (urls.isEmpty() ? counters.resourceMisses : counters.resourceHits).incrementAndGet();
        return urls;
    }

    /**
     * Whether the image answers for a name as the JDK would. Jars know names as they are written; a directory also answers
     * to {@code a//b} and {@code a/../b}, and only the file system can tell what that is.
     */
    private boolean isPlain(String name) {
        return !hasDirectories || name.indexOf("//") < 0 && name.indexOf("..") < 0 && name.indexOf("./") != 0
                && name.indexOf("/./") < 0 && !name.endsWith("/.") && !name.equals(".");
    }

    /** The URL of a place, as {@code URLClassPath} makes it; null where the JDK could not make one. */
    URL url(int place, String name) {
        ServedEntry entry = entries[image.entryOf(place)];
        int version = image.version(place);
        String real = version == 0 ? name : "META-INF/versions/" + version + "/" + name;
        if (entry.entry.multiRelease() && (image.flags(place) & ImageFormat.PLACE_DIRECTORY) != 0 && !real.endsWith("/")) {
            // JarEntry.getRealName() of a directory has the slash that the caller left out.
            real = real.concat("/");
        }
        return ImageUrls.resolve(entry.base, real);
    }
}
