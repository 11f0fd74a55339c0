package io.classcast.agent.loader;

import io.classcast.NativeMemory;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import java.io.EOFException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * The bytes of a place as plain Java reads them, from the original. Asked where what the store has is not what rank 0 has noted:
 * either the copy was damaged after it had been checked, or the jar itself is odd, and only the JDK can tell what it makes of it.
 */
final class OriginalPlace {
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private OriginalPlace() {
    }

    /** Whether bytes are those that rank 0 has noted. Position and limit are left alone. */
    static boolean isSound(Image image, int place, ByteBuffer bytes) {
        return checksum(bytes) == image.checksum(place);
    }

    static int checksum(ByteBuffer bytes) {
        int position = bytes.position();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        bytes.position(position);
        return (int) crc.getValue();
    }

    /**
     * Reads the original.
     *
     * @throws IOException as plain Java throws it
     * @throws ChangedException where the original is not any more what rank 0 has read
     */
    static byte[] read(ServedClassPath path, int place, String name) throws IOException {
        ServedEntry entry = path.entry(path.image().entryOf(place));
        int size = path.image().size(place);
        byte[] bytes = entry.entry.kind() == EntryKind.DIRECTORY ? file(path.image(), place, entry, name) : member(entry, name, size);
        if (bytes.length < size) {
            throw new EOFException("Detected premature end of file");
        }
        if (entry.entry.content() >= 0 && isSound(path.image(), place, ByteBuffer.wrap(bytes))) {
            warn(name, entry);
        }
        return bytes;
    }

    /** Whether the file behind a place of a directory may not be read by this process, as against not being reached. */
    static boolean isDenied(ServedClassPath path, int place, String name) {
        Path file = Path.of(path.entry(path.image().entryOf(place)).entry.path(), name);
        try {
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] file(Image image, int place, ServedEntry entry, String name) throws IOException {
        File file = uncopied(entry.entry.path() + "/" + name);
        byte[] bytes = NativeMemory.read(file);
        if (bytes.length != image.size(place) || file.lastModified() != image.time(place)) {
            throw new ChangedException(name, entry);
        }
        return bytes;
    }

    /**
     * Whether what a stream of a jar's entry has given so far is what the original gives.
     *
     * @param count bytes so far
     * @param checksum of them
     * @param ended whether the stream has ended
     */
    static boolean gives(ServedEntry entry, String name, long count, int checksum, boolean ended) throws IOException {
        byte[] all = member(entry, name, Integer.MAX_VALUE);
        return count <= all.length && (!ended || count == all.length) && checksum(ByteBuffer.wrap(all, 0, (int) count)) == checksum;
    }

    private static byte[] member(ServedEntry entry, String name, int size) throws IOException {
        try (JarFile jar = original(entry, name)) {
            JarEntry found = jar.getJarEntry(name);
            if (found == null) {
                throw new FileNotFoundException("JAR entry " + name + " not found in " + entry.entry.path());
            }
            try (InputStream in = jar.getInputStream(found)) {
                return in.readNBytes(size);
            }
        }
    }

    /** The jar where rank 0 has read it, if it is still the same. */
    static JarFile original(ServedEntry entry, String name) throws IOException {
        File file = uncopied(entry.entry.path());
        if (file.length() != entry.entry.size() || file.lastModified() != entry.entry.mtime()) {
            throw new ChangedException(name, entry);
        }
        return new JarFile(file, true, ZipFile.OPEN_READ, JarFile.runtimeVersion());
    }

    /** Under another spelling, which is not redirected to the node's copy. */
    private static File uncopied(String path) {
        return new File("/.".concat(path));
    }

    static void warn(String name, ServedEntry entry) {
        if (!WARNED.getAndSet(true)) {
            System.err.println("classcast: warning: the copy of " + name + " in the node's store is damaged; it is read from "
                    + entry.entry.path() + "; look at the node's memory and disk");
        }
    }

    /** Neither the copy nor the original can be had as rank 0 has read it. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1;

        ChangedException(String name, ServedEntry entry) {
            super("the copy of " + name + " in the node's store is damaged, and " + entry.entry.path() + " has changed since rank 0 read it; start the job again");
        }
    }
}
