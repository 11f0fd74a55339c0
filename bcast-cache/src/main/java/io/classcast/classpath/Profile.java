package io.classcast.classpath;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.TrustedPath;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What one run of a program has used, in the order of first use. A text file in UTF-8; a line has fields that a tab separates:
 *
 * <pre>
 *   classcast-profile  1
 *   launch    path           first entry of the class path
 *   class     binary name    path of the class-path entry that it came from
 *   resource  name           path of the class-path entry that it was read from
 *   jar       path           entry of the class path that was opened as a file, and so is needed as a whole
 *   zip       path           jar or zip file beside the class path
 *   library   path           native library
 *   end       number of lines between the first and this one
 * </pre>
 *
 * In a field, {@code \t}, {@code \n}, {@code \r} and {@code \\} stand for tab, line feed, carriage return and backslash. The
 * last line tells a whole file from one that was cut off. It is a regular file of at most 64 MiB, and no link of another user
 * leads to it. Immutable.
 */
public final class Profile {
    private static final String HEADER = "classcast-profile\t1";
    /** First entry of the class path. */
    public static final String LAUNCH = "launch";
    /** A class, with its entry. */
    public static final String CLASS = "class";
    /** A resource, with its entry. */
    public static final String RESOURCE = "resource";
    /** An entry that was opened as a file. */
    public static final String JAR = "jar";
    /** A zip file beside the class path. */
    public static final String ZIP = "zip";
    /** A native library. */
    public static final String LIBRARY = "library";
    private static final String END = "end";
    /** Of a file; 10,000 classes take 1 MiB. */
    private static final int MOST_BYTES = 64 << 20;

    private final Map<String, Set<String>> names = new LinkedHashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final List<String> classes = new ArrayList<>();
    private String launched;

    private Profile() {
    }

    /**
     * Reads a profile.
     *
     * @param file that {@code bcastjar profile} has written
     * @return its contents
     * @throws ClasscastException where it cannot be read, or is not such a file, or not all of it; says what to do
     */
    public static Profile read(Path file) {
        try {
            Profile profile = new Profile();
            profile.parse(file, new String(bytes(file), StandardCharsets.UTF_8));
            return profile;
        } catch (IOException e) {
            throw new ClasscastException("profile " + file + " cannot be read (" + JarScanner.reason(e)
                    + "); record it with bcastjar profile -o " + file, e);
        }
    }

    /**
     * Tells one content of a profile from another, without a look at what it says.
     *
     * @param file of the profile
     * @return length and CRC-32; 0 where it cannot be read
     */
    public static long fingerprint(Path file) {
        try {
            byte[] bytes = bytes(file);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return (long) bytes.length << 32 | crc.getValue();
        } catch (IOException e) {
            return 0;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        Path real = TrustedPath.resolve(file);
        // To open a pipe waits for its writer, and a device may never end.
        boolean regular;
        try {
            regular = Files.readAttributes(real, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        }
        if (!regular) {
            throw new IOException("it is no regular file");
        }
        try (FileInputStream in = new FileInputStream(real.toFile())) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it has more than 64 MiB");
            }
            return bytes;
        }
    }

    private void parse(Path file, String text) {
        if (!text.startsWith(HEADER.concat("\n"))) {
            throw new ClasscastException(text.startsWith("classcast-profile\t")
                    ? "profile " + file + " was recorded by another version of Classcast; record it anew with bcastjar profile"
                    : "file " + file + " is no profile; record one with bcastjar profile");
        }
        int lines = 0;
        int at = HEADER.length() + 1;
        for (int end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
            List<String> fields = fields(text, at, end);
            at = end + 1;
            if (fields.get(0).equals(END)) {
                if (fields.size() == 2 && fields.get(1).equals(String.valueOf(lines)) && at == text.length()) {
                    return;
                }
                break;
            }
            lines++;
            if (!take(fields)) {
                throw new ClasscastException("profile " + file + " is damaged in line " + (lines + 1)
                        + "; record it anew with bcastjar profile");
            }
        }
        throw new ClasscastException("profile " + file + " is cut off or damaged; record it anew with bcastjar profile");
    }

    private static List<String> fields(String text, int from, int to) {
        List<String> fields = new ArrayList<>(3);
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || text.charAt(i) == '\t') {
                fields.add(plain(text.substring(start, i)));
                start = i + 1;
            }
        }
        return fields;
    }

    private boolean take(List<String> fields) {
        String kind = fields.get(0);
        if (fields.size() == 3 && (kind.equals(CLASS) || kind.equals(RESOURCE))) {
            String name = fields.get(1);
            if (kind.equals(CLASS)) {
                classes.add(name);
                name = name.replace('.', '/').concat(".class");
            }
            of(fields.get(2)).add(name);
            return true;
        }
        if (fields.size() != 2) {
            return false;
        }
        if (kind.equals(JAR)) {
            of(fields.get(1));
            opened.add(fields.get(1));
        }
        if (kind.equals(LAUNCH)) {
            launched = fields.get(1);
        }
        return kind.equals(LAUNCH) || kind.equals(JAR) || kind.equals(ZIP) || kind.equals(LIBRARY);
    }

    private Set<String> of(String entry) {
        Set<String> known = names.get(entry);
        if (known == null) {
            known = new HashSet<>();
            names.put(entry, known);
        }
        return known;
    }

    /**
     * The entries of the class path that were used.
     *
     * @return paths, in the order of first use
     */
    public List<String> entries() {
        return new ArrayList<>(names.keySet());
    }

    /**
     * Whether it can be of this class path. A jar that only names others is not used itself, so the first entry counts, too.
     *
     * @param urls of the class path
     * @return false where it names none of its entries
     */
    public boolean knows(List<String> urls) {
        for (String url : urls) {
            String path = ClassPath.path(url);
            if (path != null && path.length() > 1 && path.endsWith("/")) {
                path = path.substring(0, path.length() - 1);
            }
            if (path != null && (path.equals(launched) || names.containsKey(path))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The classes that were used.
     *
     * @return binary names, in the order of first use
     */
    public List<String> classes() {
        return classes;
    }

    /**
     * What was used of an entry.
     *
     * @param entry path of a class-path entry
     * @return names of its classes, as files, and resources, without trailing slash; null where nothing was used
     */
    Set<String> namesIn(String entry) {
        return names.get(entry);
    }

    /** Whether an entry was opened as a file. */
    boolean wasOpened(String entry) {
        return opened.contains(entry);
    }

    /**
     * A line for {@link #write}.
     *
     * @param kind of what is used
     * @param fields as the format has them; names without trailing slash
     * @return the line
     */
    public static String line(String kind, String... fields) {
        String line = kind;
        for (String field : fields) {
            line = line.concat("\t").concat(escaped(field));
        }
        return line;
    }

    /**
     * Writes a profile; it gets its name when it is whole.
     *
     * @param file to write
     * @param lines in the order of first use
     * @throws IOException where it cannot be written
     */
    public static void write(Path file, Collection<String> lines) throws IOException {
        // JVMs without MPI that end at the same time each write one; the last counts.
        Path directory = TrustedPath.resolve(file.toAbsolutePath().getParent());
        Path part = directory.resolve(file.getFileName() + ".part-" + OwnProcess.pid());
        try {
            Files.deleteIfExists(part);
            // Anew, never into what others have put there: the directory may be one that all write to.
            StringBuilder text = new StringBuilder(HEADER).append('\n');
            for (String line : lines) {
                text.append(line).append('\n');
            }
            text.append(END).append('\t').append(lines.size()).append('\n');
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                NativeMemory.write(out, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            }
            Files.move(part, directory.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String escaped(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('\t') < 0 && text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String plain(String text) {
        int at = text.indexOf('\\');
        if (at < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                c = escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
