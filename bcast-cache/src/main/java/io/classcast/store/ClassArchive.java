package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A dynamic archive (JEP 350) of the classes of one program, on this node: beside the stores, since it outlives them. Its key is
 * what {@code bcastjar run} makes of the command line before there is a JVM. HotSpot takes a class from it only where name,
 * length and CRC-32 of the class file are those of the bytes that a loader defines (SystemDictionaryShared::lookup_from_stream,
 * JDK 17 to 25), so an old archive never brings back old code. Safe for all threads and processes.
 */
public final class ClassArchive {
    /** How long an archive is kept at least after its last use. */
    public static final long KEEP_MILLIS = 3_600_000;
    private static final String PREFIX = "archive-";
    private static final String SUFFIX = ".jsa";
    private static final String KEPT = ".kept";
    private static final String CLAIM = ".claim";
    /** The head of the file: among others its checksums, and the version of the JVM that made it. */
    private static final int HEAD = 4096;
    /** Behind the archive proper, where HotSpot does not look: it travels with the file. */
    private static final String NOTE = "classcast: streams ";
    /** Where the answers stand in it: y or n, how many numbers stand before it, and which agent wrote them; hexadecimal, like those numbers. */
    private static final int STREAMS = NOTE.length();
    private static final int LAMBDAS = STREAMS + 1 + " lambdas ".length();
    private static final int AGENT = LAMBDAS + 8 + " agent ".length();
    private static final int NOTE_LENGTH = AGENT + 16 + 1;
    /** More numbers no run has learned. */
    private static final int MOST_LAMBDAS = 4096;
    private static final int DIGITS = 8;
    /** How long one stays that has no note: whoever publishes it may be about to write that. */
    private static final long NOTELESS_MILLIS = 3_600_000;

    private final Path file;

    /**
     * The archive of a key.
     *
     * @param base where this node's stores are
     * @param key letters, digits and dashes
     * @throws ClasscastException where the key has anything else
     */
    public ClassArchive(StoreBase base, String key) {
        for (int i = 0; i < key.length(); i++) {
            if (!Character.isLetterOrDigit(key.charAt(i)) && key.charAt(i) != '-') {
                throw new ClasscastException("option archive=" + key + " is no name of letters, digits and dashes");
            }
        }
        file = base.directory().resolve(PREFIX + key + SUFFIX);
    }

    /**
     * The archives that are there, and whole.
     *
     * @param base where this node's stores are
     * @return their keys
     */
    public static List<String> keys(StoreBase base) {
        List<String> keys = new ArrayList<>();
        String[] names = base.directory().toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                String key = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
                if (new ClassArchive(base, key).isWhole()) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /**
     * Whether a path is that of such an archive.
     *
     * @param path as on a JVM's command line
     * @return true where it is one of ours
     */
    public static boolean isOne(String path) {
        int name = path.lastIndexOf('/') + 1;
        return path.startsWith(PREFIX, name) && path.endsWith(SUFFIX) && path.indexOf("/classcast-") >= 0;
    }

    /**
     * The file.
     *
     * @return absolute path; there may be none
     */
    public Path file() {
        return file;
    }

    /**
     * The size.
     *
     * @return bytes; 0 where there is no archive
     */
    public long length() {
        return file.toFile().length();
    }

    /**
     * Tells one archive from another.
     *
     * @return 0 where there is none
     */
    public long identity() {
        byte[] head = head();
        if (head.length == 0) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(head, 0, head.length);
        return crc.getValue() << 32 ^ length();
    }

    /**
     * Whether this JVM's build has made it.
     *
     * @param vmVersion property {@code java.vm.version}
     * @return false for another build, and for what is no archive
     */
    public boolean isBy(String vmVersion) {
        // VM_Version::internal_vm_info_string: "OpenJDK 64-Bit Server VM (17.0.15+6) for linux-amd64 …"
        return new String(head(), StandardCharsets.ISO_8859_1).contains("(" + vmVersion + ")");
    }

    private byte[] head() {
        if (!file.toFile().isFile()) {
            return new byte[0];
        }
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /**
     * Notes behind an archive what the run has done that it is made of.
     *
     * @param part an archive that is not published yet
     * @param streams files of the class path were opened by {@code FileInputStream}
     * @param lambdas what it has learned of the classes that the JDK generates for lambdas, a number for each kind
     * @param agent tells the agent that has learned it from another
     * @throws IOException where it cannot be written
     */
    public static void note(Path part, boolean streams, int[] lambdas, long agent) throws IOException {
        HexFormat hex = HexFormat.of();
        StringBuilder note = new StringBuilder();
        for (int kind : lambdas) {
            note.append(hex.toHexDigits(kind));
        }
        note.append(NOTE).append(streams ? "y" : "n").append(" lambdas ").append(hex.toHexDigits(lambdas.length)).append(" agent ")
                .append(hex.toHexDigits(agent)).append("\n");
        // JDK 17 writes it with mode 0444, and JDK 25 as the umask says; root alone may write to it all the same.
        PrivateFiles.close(part);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            NativeMemory.write(channel, ByteBuffer.wrap(note.toString().getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /**
     * Whether the run that the archive is made of has opened files of the class path by {@code FileInputStream}.
     *
     * @return true also where that cannot be told
     */
    public boolean hasStreams() {
        String note = noted();
        return note == null || note.charAt(STREAMS) != 'n';
    }

    /**
     * What the run that the archive is made of has learned of the classes that the JDK generates for lambdas.
     *
     * @param agent as for {@link #note}
     * @return numbers; null where that cannot be told, and where it was another agent
     */
    public int[] lambdas(long agent) {
        String note = noted();
        try {
            if (note == null || Long.parseUnsignedLong(note, AGENT, NOTE_LENGTH - 1, 16) != agent) {
                return null;
            }
            int[] kinds = new int[Integer.parseUnsignedInt(note, LAMBDAS, LAMBDAS + DIGITS, 16)];
            if (kinds.length > MOST_LAMBDAS) {
                return null;
            }
            String before = end(DIGITS * kinds.length + NOTE_LENGTH);
            for (int i = 0; i < kinds.length; i++) {
                kinds[i] = Integer.parseUnsignedInt(before, DIGITS * i, DIGITS * (i + 1), 16);
            }
            return kinds;
        } catch (NumberFormatException | NegativeArraySizeException | IOException e) {
            return null;
        }
    }

    /** What is noted behind the archive; null where there is nothing of that kind. */
    private String noted() {
        try {
            String text = end(NOTE_LENGTH);
            return text.startsWith(NOTE) ? text : null;
        } catch (IOException e) {
            return null;
        }
    }

    private String end(int length) throws IOException {
        byte[] end = new byte[length];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(Math.max(0, in.length() - length));
            in.readFully(end);
        }
        return new String(end, StandardCharsets.ISO_8859_1);
    }

    /**
     * Begins to write something that is not complete yet.
     *
     * @param what is written, for the file's name
     * @return a file beside the archive, this thread's own until it is closed
     * @throws IOException where the directory of the stores cannot be written to
     */
    public ArchivePart begin(String what) throws IOException {
        return ArchivePart.begin(file, what);
    }

    /**
     * Claims the making of the archive: of the processes of a node one does it. What the dead have left of theirs is removed.
     *
     * @return to be closed afterwards, and given back by the kernel where this process dies; null where another process has it
     * @throws IOException where the directory of the stores cannot be written to
     */
    public ArchiveLock claim() throws IOException {
        ArchiveLock claim = ArchiveLock.tryTake(file.getParent(), file.getFileName() + CLAIM);
        if (claim != null) {
            for (String name : NodeStore.names(file.getParent())) {
                if (name.startsWith(file.getFileName() + ArchivePart.MARK)) {
                    ArchivePart.removeAbandoned(file.resolveSibling(name));
                }
            }
        }
        return claim;
    }

    /**
     * Gives a complete archive its name.
     *
     * @param part from {@link #begin}
     * @param millis for how long from now it is wanted, at least
     * @throws IOException where it cannot be renamed
     */
    public void publish(ArchivePart part, long millis) throws IOException {
        // Without its note nobody uses it, so in between there is none.
        kept(file).toFile().delete();
        // HotSpot makes it readable for all.
        PrivateFiles.close(part.file());
        Files.move(part.file(), file, StandardCopyOption.ATOMIC_MOVE);
        note(file.toFile().length(), millis);
    }

    /**
     * Whether the archive is as long as when it was published. HotSpot 17 crashes on one that is not.
     *
     * @return false also where there is none
     */
    public boolean isWhole() {
        try {
            return new String(NativeMemory.read(kept(file).toFile()), StandardCharsets.US_ASCII).trim().equals(String.valueOf(length()));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Says that the archive is wanted.
     *
     * @param millis for how long from now, at least
     */
    public void keep(long millis) {
        if (kept(file).toFile().lastModified() < System.currentTimeMillis() + millis && isWhole()) {
            try {
                note(length(), millis);
            } catch (IOException e) {
                // It is made again one day.
            }
        }
    }

    /** A file beside the archive: it says how long the archive is, its time until when it is wanted. */
    private void note(long length, long millis) throws IOException {
        try (ArchivePart part = begin("kept")) {
            PrivateFiles.write(part.file(), (length + "\n").getBytes(StandardCharsets.US_ASCII));
            part.file().toFile().setLastModified(System.currentTimeMillis() + millis);
            Files.move(part.file(), kept(file), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Path kept(Path archive) {
        return archive.resolveSibling(archive.getFileName() + KEPT);
    }

    /**
     * Removes a file of the base that is not wanted any more, as far as archives go.
     *
     * @param file any
     * @param all also archives that are still wanted
     * @return whether it was removed
     * @throws IOException where it cannot be removed
     */
    static boolean sweep(Path file, boolean all) throws IOException {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        return name.contains(ArchivePart.MARK) ? ArchivePart.removeAbandoned(file) : isOver(file, all) && Files.deleteIfExists(file);
    }

    private static boolean isOver(Path file, boolean all) {
        String name = file.getFileName().toString();
        if (name.endsWith(KEPT)) {
            return !file.resolveSibling(name.substring(0, name.length() - KEPT.length())).toFile().isFile();
        }
        // One that has just been published is not marked yet.
        long until = Math.max(kept(file).toFile().lastModified(), file.toFile().lastModified() + NOTELESS_MILLIS);
        return name.endsWith(SUFFIX) && (all || until < System.currentTimeMillis());
    }
}
