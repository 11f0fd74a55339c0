package io.classcast.stage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What sources send through: skips what all nodes have already, and digests what is sent. One thread. */
final class RecordSender {
    private static final int BUFFER = 256 << 10;
    /** A manifest is the first or second entry of most jars (JarInputStream). */
    private static final int BEGINNING = 64 << 10;

    private final RecordOutput out;
    private final Map<String, StagedEntry> common;
    private final Problems problems;
    private final Progress progress;
    private final Sha256 digest = new Sha256();
    private final byte[] buffer = new byte[BUFFER];
    private final Map<Path, byte[]> beginnings = new HashMap<>();
    private int files;
    private int kept;

    RecordSender(RecordOutput out, Map<String, StagedEntry> common, Problems problems, Progress progress) {
        this.out = out;
        this.common = common;
        this.problems = problems;
        this.progress = progress;
    }

    /** What went wrong on the side of the sources. */
    Problems problems() {
        return problems;
    }

    /** Something that users should know and that is no failure. */
    void note(String line) {
        progress.note(line);
    }

    /** Files that were sent, and that all nodes had. */
    int files() {
        return files;
    }

    int kept() {
        return kept;
    }

    void directory(StagedEntry entry) throws InterruptedException {
        out.directory(entry);
    }

    void link(StagedEntry entry) throws InterruptedException {
        // A hard link is made anew with its file: whether that was sent again is not known here.
        if (entry.kind() == EntryKind.SYMBOLIC_LINK && has(common, entry)) {
            out.kept(entry.path());
        } else {
            out.link(entry);
        }
    }

    /** Whether nothing needs to be sent: then nodes are told that it is to stay. */
    boolean keep(StagedEntry entry) throws InterruptedException {
        boolean has = has(common, entry);
        if (has) {
            out.kept(entry.path());
            kept++;
        }
        return has;
    }

    /** Whether all nodes have an entry that looks like this one. */
    static boolean has(Map<String, StagedEntry> common, StagedEntry entry) {
        StagedEntry there = common.get(entry.path());
        return there != null && there.looksLike(entry);
    }

    void begin(StagedEntry entry) throws InterruptedException {
        files++;
        out.file(entry);
    }

    void bytes(byte[] bytes, int length) throws InterruptedException {
        digest.update(bytes, length);
        out.chunks(ByteBuffer.wrap(bytes, 0, length));
        progress.read(length);
    }

    void end(boolean intact) throws InterruptedException {
        out.fileEnd(intact, digest.end());
    }

    /** A whole file from a stream that must have as many bytes as announced. */
    void file(StagedEntry entry, InputStream in) throws IOException, InterruptedException {
        begin(entry);
        long left = entry.size();
        boolean intact = false;
        try {
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new IOException("entry " + StagedPath.shown(entry.path()) + " ends " + left + " bytes early");
                }
                bytes(buffer, n);
                left -= n;
            }
            if (in.read() >= 0) {
                throw new IOException("entry " + StagedPath.shown(entry.path()) + " has more than the " + entry.size() + " bytes that it says");
            }
            intact = true;
        } finally {
            end(intact);
        }
    }

    /**
     * Keeps the first bytes of some files for their source to look at, so that it need not read them again.
     *
     * @param origins of files that will be sent
     * @return filled when they have been
     */
    Map<Path, byte[]> rememberBeginnings(Collection<Path> origins) {
        beginnings.clear();
        origins.forEach(origin -> beginnings.put(origin, null));
        return beginnings;
    }

    void beginning(Path origin, byte[] bytes, int length) {
        if (beginnings.containsKey(origin)) {
            beginnings.put(origin, Arrays.copyOf(bytes, Math.min(length, BEGINNING)));
        }
    }

    void sourceEnd(String prefix) throws InterruptedException {
        out.sourceEnd(prefix);
    }
}
