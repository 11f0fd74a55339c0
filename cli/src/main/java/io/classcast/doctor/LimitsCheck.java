package io.classcast.doctor;

import io.classcast.doctor.Finding.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Limits of the process that end jobs (getrlimit(2)). */
final class LimitsCheck implements Check {
    private static final String SUBJECT = "limits";
    private static final long FILES = 1024;
    /** What a JVM and MPI open beside the class path. */
    private static final long OTHER_FILES = 512;

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        OptionalLong locked = here.limit("Max locked memory");
        if (locked.isPresent() && here.fastNetwork()) {
            findings.add(Finding.warning(SUBJECT, "locked memory is limited to {}, and the network's adapter wants to lock more",
                    "ulimit -l unlimited, or LimitMEMLOCK=infinity for the daemon that starts the ranks.")
                    .with(locked.getAsLong(), Unit.BYTES));
        } else if (locked.isPresent()) {
            findings.add(Finding.ok(SUBJECT, "locked memory is limited to {}; no adapter here needs more")
                    .with(locked.getAsLong(), Unit.BYTES));
        } else {
            findings.add(Finding.ok(SUBJECT, "locked memory is not limited"));
        }
        OptionalLong files = here.limit("Max open files");
        long jars = here.storage() == null || here.storage().classPath() == null ? 0 : here.storage().classPath().jars();
        if (files.isPresent() && files.getAsLong() < Math.max(FILES, jars + OTHER_FILES)) {
            findings.add(Finding.warning(SUBJECT, "open files are limited to {}; a JVM keeps every jar open",
                    "Raise the limit: ulimit -n " + Math.max(4 * FILES, 2 * jars) + ".").with(files.getAsLong(), Unit.COUNT));
        } else if (files.isPresent()) {
            findings.add(Finding.ok(SUBJECT, "open files are limited to {}").with(files.getAsLong(), Unit.COUNT));
        }
        return findings;
    }
}
