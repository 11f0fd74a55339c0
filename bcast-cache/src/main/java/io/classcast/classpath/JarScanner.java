package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageEntry.ManifestPlace;
import io.classcast.image.NameTable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.Executor;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads one jar: opened once, each byte read once while it is copied to the store (or, for locations, just its
 * directory), then its names are taken from the copy.
 */
final class JarScanner {
    /** Larger jars cannot be mapped as a whole; they stay where they are and the JDK reads them. */
    private static final long LARGEST_COPY = Integer.MAX_VALUE - (1 << 20);

    private JarScanner() {
    }

    /**
     * Scans a jar.
     *
     * @param url of the class-path entry
     * @param file the jar
     * @param attributes of the jar, as they were found
     * @param number of its content in the store
     * @param options how to scan
     * @param readers help with a large one ({@link JarCopy#isLarge}); null without
     * @throws IOException where it cannot be read, or its copy not written
     */
    static ScannedEntry scan(String url, EntryFile file, BasicFileAttributes attributes, int number, ScanOptions options, Executor readers)
            throws IOException {
        Path path = file.path();
        boolean copy = options.copies() && attributes.size() <= LARGEST_COPY;
        FileChannel original;
        try {
            original = file.open();
        } catch (IOException e) {
            return ScannedEntry.failed(url, path, "cannot be opened (" + reason(e) + ")");
        }
        try (original) {
            if (!copy) {
                return read(url, path, attributes, null, directory(new RandomBytes(original, original.size()), options), false, options);
            }
            if (options.profile() != null && !options.profile().wasOpened(path.toString())) {
                ScannedEntry entry = scanUsed(url, path, attributes, number, new RandomBytes(original, original.size()), options);
                if (entry != null) {
                    return entry;
                }
            }
            try (ContentFile content = ContentFile.create(options.content(), number, path.toString())) {
                if (!JarCopy.copy(original, content, attributes.size(), readers) || JarCopy.hasChanged(file, attributes)) {
                    ContentFile.delete(options.content(), content.name());
                    return ScannedEntry.failed(url, path, "changed while it was read");
                }
                ScannedEntry entry = read(url, path, attributes, content, directory(content.bytes(), options), false, options);
                if (entry.entry().content() < 0) {
                    ContentFile.delete(options.content(), content.name());
                }
                return withNumber(entry, number);
            }
        }
    }

    /** Copies what the profile names; null where the jar has to be copied as a whole. */
    private static ScannedEntry scanUsed(String url, Path path, BasicFileAttributes attributes, int number, RandomBytes jar,
            ScanOptions options) throws IOException {
        Set<String> used = options.profile().namesIn(path.toString());
        CentralDirectory directory = directory(jar, options);
        if (used == null) {
            return read(url, path, attributes, null, directory, false, options);
        }
        if (directory == null || directory.signed) {
            return null;
        }
        boolean kept = false;
        ContentFile content = ContentFile.create(options.content(), number, path + ".packed");
        try (content) {
            CentralDirectory packed = JarPacker.pack(jar.channel(), path.toString(), directory, used, content, ThreadBuffer.get(jar.size()));
            if (packed == null) {
                return null;
            }
            ScannedEntry entry = read(url, path, attributes, content.length() == 0 ? null : content, packed,
                    content.length() > 0, options);
            kept = entry.entry().content() >= 0;
            return withNumber(entry, number);
        } finally {
            if (!kept) {
                ContentFile.delete(options.content(), content.name());
            }
        }
    }

    private static ScannedEntry withNumber(ScannedEntry scanned, int number) {
        ImageEntry e = scanned.entry();
        if (e.content() < 0) {
            return scanned;
        }
        return new ScannedEntry(e.withContent(number), scanned.names(), scanned.classPath(), scanned.problem());
    }

    /** Null where the JDK has to decide what can be used of the jar. */
    private static CentralDirectory directory(RandomBytes bytes, ScanOptions options) {
        try {
            return CentralDirectory.read(bytes, options.javaFeature());
        } catch (IOException e) {
            // Damaged inside.
            return null;
        }
    }

    private static ScannedEntry read(String url, Path path, BasicFileAttributes attributes, ContentFile content,
            CentralDirectory directory, boolean packed, ScanOptions options) {
        NameTable names;
        MainAttributes main;
        ManifestPlace manifest = null;
        boolean viaJarFile = true;
        boolean indexed;
        File file = content == null || packed ? path.toFile() : options.content().resolve(content.name()).toFile();
        if (directory != null) {
            indexed = directory.indexed;
            names = directory.names;
            main = directory.attributes;
            manifest = directory.manifest;
            viaJarFile = directory.signed;
        } else {
            try (JarFile jar = new JarFile(file, false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
                main = mainAttributes(jar);
                names = namesOf(jar, main.multiRelease());
                indexed = jar.getJarEntry(JarIndex.NAME) != null;
            } catch (IllegalArgumentException e) {
                // An entry whose comment is not UTF-8: the JDK fails when that entry is asked for, and only then (ZipFile.getZipEntry).
                return ScannedEntry.without(url, path.toString(), EntryKind.LIVE, "class-path entry " + path + " has an entry that cannot be read ("
                        + reason(e) + "); names in it are looked up live on every rank");
            } catch (IOException | RuntimeException e) {
                if (e instanceof IOException && !(e instanceof ZipException)) {
                    return ScannedEntry.failed(url, path, "cannot be read (" + reason(e).replace(file.getPath(), path.toString()) + ")");
                }
                return ScannedEntry.without(url, path.toString(), EntryKind.UNREADABLE, "class-path entry " + path
                        + " is not a readable jar (" + reason(e).replace(file.getPath(), path.toString())
                        + "); it is skipped, as plain Java does");
            }
        }
        List<String> classPath;
        try {
            indexed &= JarIndex.isFollowed();
            List<String> others = indexed ? JarIndex.otherJars(url, file) : List.of();
            if (!others.isEmpty()) {
                // Where it looks depends on the name: that is left to the JDK.
                return ScannedEntry.without(url, path.toString(), EntryKind.LIVE, null).passingBy(others);
            }
            classPath = resolve(url, indexed ? null : main.classPath());
        } catch (MalformedURLException e) {
            return ScannedEntry.without(url, path.toString(), EntryKind.UNREADABLE, "class-path entry " + path
                    + " has a Class-Path that is no URL (" + reason(e) + "); it is skipped, as plain Java does");
        } catch (IOException | RuntimeException e) {
            return ScannedEntry.live(url, path, JarIndex.NAME + " cannot be read (" + reason(e) + ")");
        }
        ImageEntry entry = new ImageEntry(url, path.toString(), content == null ? "" : content.name(), EntryKind.JAR,
                main.multiRelease() && options.javaFeature() != MultiRelease.DISABLED, viaJarFile, packed,
                attributes.size(), attributes.lastModifiedTime().toMillis(),
                content == null ? 0 : content.length(), content == null ? 0 : content.checksum(),
                content == null ? -1 : 0, manifest, FileStamp.UNKNOWN);
        return new ScannedEntry(entry, names, classPath, null);
    }

    private static MainAttributes mainAttributes(JarFile jar) throws IOException {
        // The JDK finds it whatever its case, and the last one of several (ZipFile.Source.initCEN).
        JarEntry manifest = null;
        Enumeration<JarEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
            JarEntry entry = entries.nextElement();
            if (entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
                manifest = entry;
            }
        }
        if (manifest == null) {
            return MainAttributes.NONE;
        }
        // No more of it than JarFile looks at (checkForSpecialAttributes): what follows may be damaged, and nobody minds.
        try (InputStream in = jar.getInputStream(manifest)) {
            long size = manifest.getSize();
            byte[] bytes = size >= 0 && size <= 0xFFFF ? in.readNBytes((int) size) : in.readAllBytes();
            if (size >= 0 && bytes.length != size) {
                throw new IOException("its manifest has " + bytes.length + " bytes, not " + size);
            }
            return new MainAttributes(MainAttributes.parse(bytes).classPath(), jar.isMultiRelease());
        }
    }

    /** Names of a jar that only the JDK's reader understands; it will read their bytes as well. */
    private static NameTable namesOf(JarFile jar, boolean multiRelease) {
        NameTable names = new NameTable(jar.size(), jar.size() * 40);
        Enumeration<JarEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
            String name = entries.nextElement().getName();
            add(names, name, 0);
            if (multiRelease && name.startsWith("META-INF/versions/")) {
                int slash = name.indexOf('/', 18);
                String base = slash < 0 ? "" : name.substring(slash + 1);
                JarEntry chosen = base.isEmpty() || base.startsWith("META-INF/") ? null : jar.getJarEntry(base);
                if (chosen != null && chosen.getRealName().equals(name)) {
                    add(names, base, Integer.parseInt(name.substring(18, slash)));
                }
            }
        }
        return names;
    }

    private static void add(NameTable names, String name, int version) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        names.add(utf8, 0, utf8.length, version, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What {@code URLClassPath.JarLoader.parseClassPath} makes of the attribute (JDK 17 and 25). */
    private static List<String> resolve(String url, String classPath) throws MalformedURLException {
        if (classPath == null) {
            return List.of();
        }
        List<String> urls = new ArrayList<>();
        URL base = new URL(url);
        StringTokenizer tokens = new StringTokenizer(classPath);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            URL resolved = new URL(base, token);
            if (token.indexOf(':') < 0 || "file".equalsIgnoreCase(resolved.getProtocol())) {
                urls.add(resolved.toString());
            }
        }
        return urls;
    }

    static String reason(Exception e) {
        String message = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.replace('\n', ' ');
    }
}
