package io.classcast.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a job has left on a host. */
public final class Leftovers {
    private static final int LEAVING_SECONDS = 10;
    /** Lock files stay, and no process holds them any more; archives are kept on purpose. */
    private static final String FILES = "find /dev/shm /tmp -path '*/classcast-0/*' ! -name lock ! -name none.lock ! -name rank.lock ! -name 'archive-*' ! -name archive.lock"
            + " 2>/dev/null | head -5";
    private static final String NONE_RUNS = "i=0; while pgrep -x java >/dev/null; do sleep 0.1; i=$((i + 1)); [ $i -lt "
            + LEAVING_SECONDS * 10 + " ] || { pgrep -a -x java | cut -c1-200; pkill -KILL -x java; exit 0; }; done";

    private Leftovers() {
    }

    /**
     * JVMs that still run after some seconds; they are ended.
     *
     * @param host of the job
     * @return a line for each
     */
    public static List<String> processes(Host host) {
        return lines(host, NONE_RUNS, "still runs on ");
    }

    /**
     * Files of stores that a job should have removed.
     *
     * @param host of the job
     * @return a line for each
     */
    public static List<String> files(Host host) {
        return lines(host, FILES, "is left on ");
    }

    private static List<String> lines(Host host, String script, String words) {
        List<String> lines = new ArrayList<>();
        host.exec("/", Map.of(), 30, "sh", "-c", script).out().lines().forEach(l -> lines.add(words + host.name() + ": " + l));
        return lines;
    }
}
