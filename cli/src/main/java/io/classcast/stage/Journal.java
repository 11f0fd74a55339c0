package io.classcast.stage;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has been staged below a directory, and is complete: one line is appended for each entry when it has got its name, so a
 * stage that was cut off is continued from there. The last line about a path counts; a last line without its end is ignored.
 * What stage makes is noted before it has its name: only that may be removed again.
 *
 * <pre>
 *   # \t 2                                                       layout; without this line it is not noted what stage made
 *   + \t INODE \t PATH                                           stage made this file, directory or link
 *   KIND \t SHA-256 \t SIZE \t MTIME \t MODE \t PATH \t TARGET     as in {@link StagedEntry}; mode in octal
 *   = \t CTIME \t PATH                                            of this file when it had got its name, nanoseconds since 1970
 *   - \t PATH                                                      is not staged any more
 * </pre>
 *
 * Thread-safe.
 */
final class Journal implements Closeable {
    static final String FILE = "staged";
    /** While it is written anew. */
    static final String NEW = ".new";
    /** At most, whatever the umask. */
    private static final FileAttribute<?> READABLE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private static final String LAYOUT = "#\t2\n";

    private final Path file;
    private final Map<String, StagedEntry> entries = new TreeMap<>();
    private final Map<String, Long> made = new TreeMap<>();
    private final Map<String, Long> ctimes = new TreeMap<>();
    private boolean notesMade;
    private BufferedWriter out;
    /** Whether what cannot be written is left out. */
    private boolean mayFail;

    private Journal(Path file) {
        this.file = file;
    }

    /** Reads what is there; nothing is written yet. */
    static Journal read(Path own) throws IOException {
        Journal journal = new Journal(own.resolve(FILE));
        if (Files.exists(journal.file)) {
            // Not readString, which refuses all of it for one damaged letter.
            String text = new String(Files.readAllBytes(journal.file), StandardCharsets.UTF_8);
            int from = 0;
            for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
                journal.apply(text.substring(from, to));
                from = to + 1;
            }
        }
        return journal;
    }

    private void apply(String line) {
        String[] words = line.split("\t", -1);
        try {
            if (words.length == 2 && words[0].equals("-")) {
                forget(unescape(words[1]));
            } else if (words.length == 2 && words[0].equals("#")) {
                notesMade = true;
            } else if (words.length == 3 && words[0].equals("+")) {
                made.put(StagedPath.check(unescape(words[2])), Long.parseLong(words[1]));
            } else if (words.length == 3 && words[0].equals("=")) {
                ctimes.put(StagedPath.check(unescape(words[2])), Long.parseLong(words[1]));
            } else if (words.length == 7 && words[0].length() == 1) {
                StagedEntry entry = new StagedEntry(StagedPath.check(unescape(words[5])), EntryKind.of(words[0].charAt(0)),
                        Integer.parseInt(words[4], 8), Long.parseLong(words[3]), Long.parseLong(words[2]), unescape(words[6]), words[1]);
                if (entry.mode() < 0 || entry.size() < 0) {
                    throw new IOException("no file has mode " + entry.mode() + " and size " + entry.size());
                }
                entries.put(entry.path(), entry);
            }
        } catch (IllegalArgumentException | IOException e) {
            // A damaged line is as good as none: its entry is staged again.
            return;
        }
    }

    private boolean forget(String path) {
        boolean known = made.remove(path) != null;
        ctimes.remove(path);
        return entries.remove(path) != null || known;
    }

    /** Whether it says which files, directories and links stage made. */
    boolean notesMade() {
        return notesMade;
    }

    /** Inode numbers of what stage made, by path; a copy. */
    synchronized Map<String, Long> made() {
        return new TreeMap<>(made);
    }

    /** Null where stage did not make it. */
    synchronized Long made(String path) {
        return made.get(path);
    }

    /** When a file changed last (inode(7)) as stage knows; null where it does not. */
    synchronized Long ctime(String path) {
        return ctimes.get(path);
    }

    /** A copy, by path. */
    synchronized Map<String, StagedEntry> entries() {
        return new TreeMap<>(entries);
    }

    synchronized StagedEntry get(String path) {
        return entries.get(path);
    }

    /** From now on it can be written to. What only repeats itself is left out, and the old file stays until the new one is whole. */
    synchronized void open() throws IOException {
        Path fresh = file.resolveSibling(FILE + NEW);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, READABLE);
        try (BufferedWriter writer = Files.newBufferedWriter(fresh)) {
            if (notesMade) {
                writer.write(LAYOUT);
            }
            for (Map.Entry<String, Long> one : made.entrySet()) {
                writer.write(line(one.getKey(), one.getValue()));
            }
            for (StagedEntry entry : entries.values()) {
                writer.write(line(entry));
            }
            for (Map.Entry<String, Long> one : ctimes.entrySet()) {
                writer.write(ctimeLine(one.getKey(), one.getValue()));
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    /**
     * From now on it notes what is removed, as long as it can: who removes things may do so because no space is left. What is gone
     * and not noted is found missing.
     */
    synchronized void openToRemove() throws IOException {
        mayFail = true;
        try {
            out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            return;
        }
        // A line that was cut off must not swallow the next.
        append("\n");
    }

    /** From now on it notes what stage makes; of what is there, the caller knows. */
    synchronized void noteMade(Map<String, Long> already) throws IOException {
        append(LAYOUT);
        notesMade = true;
        for (Map.Entry<String, Long> one : already.entrySet()) {
            made(one.getKey(), one.getValue());
        }
    }

    synchronized void made(String path, long inode) throws IOException {
        made.put(path, inode);
        append(line(path, inode));
    }

    /** What it was before; null where stage had made nothing there. */
    synchronized void madeAgain(String path, Long inode) throws IOException {
        if (inode != null) {
            made(path, inode);
        } else if (entries.containsKey(path)) {
            made.remove(path);
        } else {
            remove(path);
        }
    }

    synchronized void add(StagedEntry entry) throws IOException {
        entries.put(entry.path(), entry);
        append(line(entry));
    }

    synchronized void ctime(String path, long ctime) throws IOException {
        ctimes.put(path, ctime);
        append(ctimeLine(path, ctime));
    }

    synchronized void remove(String path) throws IOException {
        if (forget(path)) {
            append("-\t" + escape(path) + "\n");
        }
    }

    private void append(String line) throws IOException {
        if (out == null && mayFail) {
            return;
        }
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            if (!mayFail) {
                throw e;
            }
            close();
        }
    }

    private static String line(String path, long inode) {
        return "+\t" + inode + "\t" + escape(path) + "\n";
    }

    private static String ctimeLine(String path, long ctime) {
        return "=\t" + ctime + "\t" + escape(path) + "\n";
    }

    private static String line(StagedEntry e) {
        return e.kind().letter() + "\t" + e.digest() + "\t" + e.size() + "\t" + e.mtime() + "\t" + Integer.toOctalString(e.mode()) + "\t"
                + escape(e.path()) + "\t" + escape(e.target()) + "\n";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(next == 't' ? '\t' : next == 'n' ? '\n' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        if (out == null) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            if (!mayFail) {
                throw e;
            }
        } finally {
            out = null;
        }
    }
}
