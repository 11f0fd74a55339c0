package io.classcast.classpath;

import java.io.File;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the URLs of the elements of a class path as {@code URLClassPath.toFileURL} does (JDK 17 and 25): canonical path, and a
 * slash for a directory. The JDK asks the file system for the links in each path, and looks at each file twice; here the path of
 * a directory is made canonical once, a file in it is looked at once, and several files at the same time, since each look
 * is a round trip. One resolver does one class path.
 */
final class ElementResolver extends SeveralAtOnce {
    private final List<String> elements;
    private final String[] urls;
    private final Map<String, Directory> directories = new HashMap<>();
    private final EntryDirectories opened;
    /** By path: the {@link FileStamp#value} of what was looked at and is no link; null where nobody asked. */
    private final Map<String, Long> stamps;

    ElementResolver(List<String> elements) {
        this(elements, null);
    }

    /**
     * One whose looks serve a comparison, too.
     *
     * @param elements of a class path
     * @param stamps takes the value of each path that is not a link; or null
     */
    ElementResolver(List<String> elements, Map<String, Long> stamps) {
        super("classcast-resolve", elements.size());
        this.elements = elements;
        this.stamps = stamps;
        opened = new EntryDirectories(elements);
        urls = new String[elements.size()];
    }

    /** In the order of the elements, without those that the JDK leaves out. */
    List<String> urls() {
        try {
            lookAtAll();
        } finally {
            opened.close();
        }
        List<String> found = new ArrayList<>(urls.length);
        for (String url : urls) {
            if (url != null) {
                found.add(url);
            }
        }
        return found;
    }

    @Override
    void look(int number) {
        urls[number] = url(elements.get(number));
    }

    /** Null where the JDK leaves it out: a path with a NUL character and the like. */
    private String url(String element) {
        try {
            File file = new File(element).getAbsoluteFile();
            String name = file.getName();
            if (file.getParent() == null || name.equals(".") || name.equals("..")) {
                return asTheJdk(element);
            }
            Directory directory = directory(file.getParent());
            BasicFileAttributes attributes = lookAt(element, directory.canonical(), name);
            if (attributes != null && attributes.isSymbolicLink()) {
                return asTheJdk(element);
            }
            return directory.url(name, attributes != null && attributes.isDirectory());
        } catch (IOException | RuntimeException e) {
            return asTheJdk(element);
        }
    }

    private static String asTheJdk(String element) {
        try {
            return ClassPath.url(new File(element).getCanonicalFile());
        } catch (IOException e) {
            return null;
        }
    }

    /** Null where nothing is there. */
    private BasicFileAttributes lookAt(String element, Path directory, String name) throws IOException {
        Path path = directory.resolve(name);
        EntryFile file = opened.file(element, path);
        try {
            FileStamp found = stamps == null ? FileStamp.unstamped(file.attributes(LinkOption.NOFOLLOW_LINKS))
                    : FileStamp.of(file, LinkOption.NOFOLLOW_LINKS);
            if (!found.attributes().isSymbolicLink()) {
                note(path.toString(), found.value());
            }
            return found.attributes();
        } catch (NoSuchFileException e) {
            note(path.toString(), FileStamp.ABSENT);
            return null;
        } finally {
            file.release();
        }
    }

    private void note(String path, long value) {
        if (stamps != null) {
            synchronized (stamps) {
                stamps.put(path, value);
            }
        }
    }

    private Directory directory(String path) {
        synchronized (directories) {
            Directory directory = directories.get(path);
            if (directory == null) {
                directory = new Directory(path);
                directories.put(path, directory);
            }
            return directory;
        }
    }

    /** A directory with elements in it. Its first user finds its canonical path, for which the others wait. */
    private static final class Directory {
        private final String path;
        private Path canonical;
        private String url;

        Directory(String path) {
            this.path = path;
        }

        synchronized Path canonical() throws IOException {
            if (canonical == null) {
                canonical = Path.of(new File(path).getCanonicalPath());
                url = ClassPath.url(canonical.toString(), true);
            }
            return canonical;
        }

        /** Of a file in it; after {@link #canonical}. */
        synchronized String url(String name, boolean directory) {
            String file = url.concat(UrlPath.encode(name));
            return directory ? file.concat("/") : file;
        }
    }
}
