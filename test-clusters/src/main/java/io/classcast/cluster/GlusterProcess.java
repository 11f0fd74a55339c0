package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A brick or a mount, and its own books, which it writes to files when it gets a signal: nothing passes through the file system
 * for that. SIGUSR2 writes what each translator has passed on (gf_monitor_metrics of libglusterfs), SIGUSR1 its state. One
 * process of a host at a time.
 */
final class GlusterProcess {
    /** What an io-stats translator has answered reads with; a process has one. */
    private static final Pattern READ = Pattern.compile("(?m)^cumulative\\.data_read=([0-9]+)$");
    private static final int PATIENCE_MILLIS = 10_000;

    private final Host host;
    private final String pid;
    private final Pattern passedOn;
    private final Pattern failed;
    private long failures;

    /**
     * Finds the process.
     *
     * @param host that it runs on
     * @param pidFile with its process id, as the host sees it; {@link Host#root} included
     * @param passing translators, a pattern, whose requests count
     * @param failing translator whose failed lookups count
     */
    GlusterProcess(Host host, Path pidFile, String passing, String failing) {
        this.host = host;
        passedOn = Pattern.compile("(?m)^" + passing + "\\.total\\.([A-Z]+)\\.count ([0-9]+)$");
        failed = Pattern.compile("(?m)^" + Pattern.quote(failing) + "\\.interval\\.LOOKUP\\.fail_count ([0-9]+)$");
        try {
            pid = Files.readString(pidFile).trim();
            // Of its state, only what translators say of themselves: not every inode.
            Files.writeString(host.root().resolve("run/gluster/glusterdump." + pid + ".options"), "priv=yes\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell a process of GlusterFS what to note, by " + pidFile, e);
        }
    }

    /** Everything since the process has started. */
    GlusterBooks books() {
        String metrics = metrics();
        Map<String, Long> calls = new HashMap<>();
        for (Matcher line = passedOn.matcher(metrics); line.find();) {
            calls.merge(line.group(1), Long.parseLong(line.group(2)), Long::sum);
        }
        String state = tell("USR1", host.root().resolve("run/gluster"), "*." + pid + ".dump.*", "DUMP-END-TIME");
        Matcher read = READ.matcher(state);
        if (!read.find()) {
            throw new IllegalStateException("GlusterFS on " + host.name() + " does not tell how much it has read: no line " + READ);
        }
        return new GlusterBooks(calls, failures, Long.parseLong(read.group(1)));
    }

    /** Lookups that have failed since the process has started. */
    long failedLookups() {
        metrics();
        return failures;
    }

    private String metrics() {
        String metrics = tell("USR2", host.root().resolve("run/gluster/metrics"), "gmetrics.*", "# End of metrics");
        // Of failures it notes only those since it was last asked.
        for (Matcher line = failed.matcher(metrics); line.find();) {
            failures += Long.parseLong(line.group(1));
        }
        return metrics;
    }

    private String tell(String signal, Path directory, String file, String end) {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> earlier = Files.newDirectoryStream(directory, file)) {
                for (Path each : earlier) {
                    Files.delete(each);
                }
            }
            host.exec("/", Map.of(), 10, "kill", "-" + signal, pid).orFail("SIG" + signal + " to GlusterFS on " + host.name());
            for (int i = 0; i < PATIENCE_MILLIS / 5; i++) {
                try (DirectoryStream<Path> answers = Files.newDirectoryStream(directory, file)) {
                    for (Path answer : answers) {
                        String text = Files.readString(answer);
                        if (text.contains(end)) {
                            Files.delete(answer);
                            return text;
                        }
                    }
                }
                Holder.sleep(5);
            }
            throw new IllegalStateException("GlusterFS on " + host.name() + " does not answer SIG" + signal + " with " + directory + "/" + file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the books of GlusterFS on " + host.name(), e);
        }
    }
}
