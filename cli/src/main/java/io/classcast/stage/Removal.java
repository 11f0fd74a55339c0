package io.classcast.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What came of removing a staged tree. One thread. */
public final class Removal {
    private final List<String> staying = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int files;
    private long bytes;

    Removal() {
    }

    void removed(StagedEntry entry) {
        if (entry != null && entry.kind() == EntryKind.FILE) {
            files++;
            bytes += entry.size();
        }
    }

    void stays(String path) {
        staying.add(StagedPath.shown(path));
    }

    void fails(String path, IOException e) {
        failures.add(StagedPath.shown(path) + ": " + Problems.reason(e));
    }

    /**
     * How many files are not there any more.
     *
     * @return files, those that were gone already included
     */
    public int files() {
        return files;
    }

    /**
     * Bytes of these.
     *
     * @return as recorded
     */
    public long bytes() {
        return bytes;
    }

    /**
     * What lies under the name of something staged, but is the user's own.
     *
     * @return paths below the directory
     */
    public List<String> staying() {
        return staying;
    }

    /**
     * What could not be removed.
     *
     * @return path and reason; the record stays while there is one
     */
    public List<String> failures() {
        return failures;
    }
}
