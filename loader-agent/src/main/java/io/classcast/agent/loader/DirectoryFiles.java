package io.classcast.agent.loader;

import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.classpath.UnchangedFile;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.store.StoredImage;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Files below directories of the class path that are opened by their path, such as the jars of an unpacked Spring Boot application:
 * each gets a file of its own in the node's store when it is first asked for, once for all JVMs. A program may write into such a
 * directory, so size and time of the original are compared each time; it is not opened. Left out is what may grow while it is read: files that are
 * neither code nor below META-INF or BOOT-INF, and the working directory, which launchers put on the class path. Safe for all threads.
 */
final class DirectoryFiles {
    private final StoredImage stored;
    private final Image image;
    /** Numbers of the entries by path, few. */
    private final Map<String, Integer> directories = new HashMap<>();

    /**
     * Serves the files of an image.
     *
     * @param stored the image and the node's copies
     * @param workingDirectory of the process, with a slash at its end
     */
    DirectoryFiles(StoredImage stored, String workingDirectory) {
        this.stored = stored;
        image = stored.image();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.kind() == EntryKind.DIRECTORY && stored.file(entry) != null && !workingDirectory.startsWith(entry.path().concat("/"))) {
                directories.putIfAbsent(entry.path(), e);
            }
        }
    }

    /**
     * The node's copy of a file.
     *
     * @param path absolute
     * @return null where it is not below such a directory, is another one by now, or there is no room for a copy
     */
    String copyOf(String path) {
        int place = find(path);
        return place >= 0 && isUnchanged(path, place) ? copy(image.entryOf(place), place) : null;
    }

    /** Whether a path is that of such a directory, below or above one. */
    boolean touches(String path) {
        for (String directory : directories.keySet()) {
            if (path.equals(directory) || path.startsWith(directory.concat("/")) || directory.startsWith(path.concat("/"))) {
                return true;
            }
        }
        return false;
    }

    private int find(String path) {
        int place = -1;
        if (!directories.isEmpty()) {
            for (int slash = path.lastIndexOf('/'); slash > 0 && place < 0; slash = path.lastIndexOf('/', slash - 1)) {
                Integer entry = directories.get(path.substring(0, slash));
                String name = path.substring(slash + 1);
                place = entry == null || !isFixed(name) ? -1 : find(entry, name);
            }
        }
        return place;
    }

    /** A log or a data file may be appended to by whoever has it open, or by another program. */
    private static boolean isFixed(String name) {
        return name.endsWith(".jar") || name.endsWith(".class") || name.startsWith("META-INF/") || name.startsWith("BOOT-INF/");
    }

    private int find(int entry, String name) {
        int id = image.find(name);
        if (id == Image.ABSENT) {
            return -1;
        }
        for (int p = image.firstPlace(id), end = p + image.placeCount(id); p < end; p++) {
            if (image.entryOf(p) == entry && image.flags(p) == 0) {
                return p;
            }
        }
        return -1;
    }

    private boolean isUnchanged(String path, int place) {
        return UnchangedFile.is(path, image.size(place), image.time(place));
    }

    private String copy(int entry, int place) {
        String name = stored.directory() + "/opened-" + place;
        File copy = new File(name);
        if (copy.isFile() && copy.length() == image.size(place)) {
            return name;
        }
        File part = new File(name + '.' + OwnProcess.pid() + '-' + Thread.currentThread().getId());
        try {
            ByteBuffer bytes = ServedEntry.bytes(stored.content(entry), (int) image.offset(place), image.size(place), false, image.entry(entry).path());
            if (!OriginalPlace.isSound(image, place, bytes)) {
                return null;
            }
            write(part.toPath(), bytes);
            if (part.renameTo(copy)) {
                return name;
            }
        } catch (IOException e) {
            // The original is as good, if slower: a full store is no reason to fail.
            part.delete();
            return null;
        }
        part.delete();
        return null;
    }

    private static void write(Path part, ByteBuffer bytes) throws IOException {
        try (FileChannel file = PrivateFiles.create(part)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
