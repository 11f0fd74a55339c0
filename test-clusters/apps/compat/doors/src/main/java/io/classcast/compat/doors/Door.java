package io.classcast.compat.doors;

import java.io.File;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The ways on which the JDK lets a program into a jar of its own class path, beside loading classes. */
enum Door {
    /** URLs of resources, as class loaders give them. */
    RESOURCE {
        @Override
        String open(File jar) throws Exception {
            URL url = Door.class.getClassLoader().getResource(NAME);
            URLConnection connection = url.openConnection();
            try (InputStream in = url.openStream()) {
                return url.toURI() + " " + connection.getContentLengthLong() + " " + connection.getLastModified() + " " + sum(in)
                        + " " + new URL(url, "JsonFactory.class") + " " + sum(new URL(url, "JsonFactory.class").openStream());
            }
        }
    },
    /** The jar behind a URL. */
    CONNECTION {
        @Override
        String open(File jar) throws Exception {
            JarURLConnection connection = (JarURLConnection) Door.class.getClassLoader().getResource(NAME).openConnection();
            JarFile file = connection.getJarFile();
            return file.getName() + " " + file.size() + " " + connection.getJarFileURL() + " " + connection.getEntryName() + " "
                    + connection.getJarEntry().getSize() + " " + connection.getMainAttributes().getValue("Bundle-SymbolicName")
                    + " " + sum(file.getInputStream(file.getEntry(NAME)));
        }
    },
    /** The jar behind a URL that the program made itself. */
    JAR_URL {
        @Override
        String open(File jar) throws Exception {
            JarURLConnection connection = (JarURLConnection) new URL("jar:" + jar.toURI() + "!/" + NAME).openConnection();
            connection.setUseCaches(false);
            try (JarFile file = connection.getJarFile()) {
                return file.size() + " " + sum(connection.getInputStream());
            }
        }
    },
    /** The whole jar behind its file: URL, read as a stream. */
    FILE_URL {
        @Override
        String open(File jar) throws Exception {
            int entries = 0;
            try (JarInputStream in = new JarInputStream(jar.toURI().toURL().openStream())) {
                while (in.getNextEntry() != null) {
                    entries++;
                }
                return entries + " " + in.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
            }
        }
    },
    /** {@link ZipFile} by path. */
    ZIP {
        @Override
        String open(File jar) throws Exception {
            try (ZipFile file = new ZipFile(jar)) {
                ZipEntry entry = file.getEntry(NAME);
                return file.getName() + " " + file.size() + " " + entry.getCrc() + " " + entry.getTime() + " "
                        + sum(file.getInputStream(entry));
            }
        }
    },
    /** {@link JarFile} by path, with versions. */
    JAR {
        @Override
        String open(File jar) throws Exception {
            try (JarFile file = new JarFile(jar, true, ZipFile.OPEN_READ, Runtime.Version.parse("17"))) {
                return file.getName() + " " + file.isMultiRelease() + " " + file.versionedStream().count() + " "
                        + file.getManifest().getEntries().size() + " " + sum(file.getInputStream(file.getEntry(NAME)));
            }
        }
    },
    /** The zip file system on a path. */
    ZIPFS {
        @Override
        String open(File jar) throws Exception {
            try (FileSystem files = FileSystems.newFileSystem(jar.toPath())) {
                return walk(files);
            }
        }
    },
    /** The zip file system on a URI. */
    ZIPFS_URI {
        @Override
        String open(File jar) throws Exception {
            try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toURI()), Map.of())) {
                return walk(files);
            }
        }
    },
    /** A class loader of the program's own over a jar of the class path, which asks nobody else. */
    LOADER {
        @Override
        String open(File jar) throws Exception {
            try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toURI().toURL()}, null)) {
                Class<?> type = Class.forName(TYPE, true, loader);
                return type.getProtectionDomain().getCodeSource().getLocation() + " " + type.getPackage().getImplementationTitle()
                        + " " + (type.getClassLoader() == loader) + " " + Collections.list(loader.findResources(NAME)) + " "
                        + loader.getResource("nothing");
            }
        }
    },
    /** The same as a child of the application's class loader, which has all classes already. */
    CHILD {
        @Override
        String open(File jar) throws Exception {
            ClassLoader parent = Door.class.getClassLoader();
            try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toURI().toURL()}, parent)) {
                return (Class.forName(TYPE, true, loader) == Class.forName(TYPE, true, parent)) + " "
                        + Collections.list(loader.getResources(NAME)) + " " + loader.getResource("nothing");
            }
        }
    };

    private static final String TYPE = "com.fasterxml.jackson.core.JsonFactory";
    private static final String NAME = "com/fasterxml/jackson/core/JsonFactory.class";

    /**
     * Goes through the door.
     *
     * @param jar of the class path
     * @return what there is to see
     */
    abstract String open(File jar) throws Exception;

    private static String walk(FileSystem files) throws Exception {
        Path root = files.getPath("/");
        try (var all = Files.walk(root)) {
            return all.count() + " " + Files.size(root.resolve(NAME)) + " " + sum(Files.newInputStream(root.resolve(NAME)));
        }
    }

    private static String sum(InputStream in) throws Exception {
        CRC32 sum = new CRC32();
        try (in) {
            sum.update(in.readAllBytes());
        }
        return Long.toHexString(sum.getValue());
    }
}
