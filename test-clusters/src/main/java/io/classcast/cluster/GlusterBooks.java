package io.classcast.cluster;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What GlusterFS has noted of a mount's requests, or of all that its bricks were asked. The one place where its names of file
 * operations (FOPs) become ours:
 *
 * <table>
 * <caption>names</caption>
 * <tr><th>ours</th><th>GlusterFS</th></tr>
 * <tr><td>lookup</td><td>LOOKUP, of missing names too; with two bricks one name can cost one on each,
 * and the first directory that a mount looks up costs three</td></tr>
 * <tr><td>enoent</td><td>LOOKUP that failed: GlusterFS notes how many, not why. For root, on a healthy volume, the name is missing</td></tr>
 * <tr><td>getattr</td><td>STAT, FSTAT; attributes also come with the answer to every LOOKUP and READDIRP, and the root's by a LOOKUP only</td></tr>
 * <tr><td>open</td><td>OPEN</td></tr>
 * <tr><td>read</td><td>READ</td></tr>
 * <tr><td>readdir</td><td>READDIR, READDIRP</td></tr>
 * <tr><td>readlink</td><td>READLINK</td></tr>
 * </table>
 *
 * All others, such as OPENDIR, FLUSH and STATFS, are in {@link #calls} only; sharedfs does not count them either.
 *
 * @param calls requests by FOP, those that were made at least once
 * @param failedLookups LOOKUPs that failed
 * @param readBytes bytes read
 */
public record GlusterBooks(Map<String, Long> calls, long failedLookups, long readBytes) {
    /** An inode or a file was let go: no request, the brick notes it by itself. */
    private static final Set<String> NO_REQUESTS = Set.of("RELEASE", "RELEASEDIR", "FORGET");

    /**
     * Leaves out what was never called, and what is no request.
     *
     * @param calls kind to number
     * @param failedLookups names that were not there
     * @param readBytes bytes read
     */
    public GlusterBooks {
        Map<String, Long> made = new TreeMap<>(calls);
        made.values().removeIf(count -> count == 0);
        made.keySet().removeAll(NO_REQUESTS);
        calls = Map.copyOf(made);
    }

    /**
     * In the words of every shared file system.
     *
     * @return counters
     */
    public Counters counters() {
        return new Counters(of("LOOKUP"), failedLookups, of("STAT") + of("FSTAT"), of("OPEN"), of("READ"), readBytes,
                of("READDIR") + of("READDIRP"), of("READLINK"));
    }

    private long of(String fop) {
        return calls.getOrDefault(fop, 0L);
    }

    /** What has been added since an earlier look. */
    GlusterBooks since(GlusterBooks earlier) {
        Map<String, Long> added = new TreeMap<>(calls);
        earlier.calls.forEach((fop, count) -> added.merge(fop, -count, Long::sum));
        return new GlusterBooks(added, failedLookups - earlier.failedLookups, readBytes - earlier.readBytes);
    }

    /** Both together. */
    GlusterBooks plus(GlusterBooks other) {
        Map<String, Long> sum = new TreeMap<>(calls);
        other.calls.forEach((fop, count) -> sum.merge(fop, count, Long::sum));
        return new GlusterBooks(sum, failedLookups + other.failedLookups, readBytes + other.readBytes);
    }
}
