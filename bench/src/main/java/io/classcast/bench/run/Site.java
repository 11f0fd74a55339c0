package io.classcast.bench.run;

import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where jobs run: hosts with a shared file system, and what starts ranks on them. Used by one thread. */
public interface Site extends AutoCloseable {
    /**
     * For the record.
     *
     * @return kind of hosts, file system, its costs
     */
    StartupRun.Where where();

    /**
     * What starts the ranks, for the record.
     *
     * @return program to version; the JDK is not among them
     */
    Map<String, String> versions();

    /**
     * Where files are written that the ranks find below {@link #shared}.
     *
     * @return directory
     */
    Path source();

    /**
     * The shared file system, as the ranks see it.
     *
     * @return directory
     */
    Path shared();

    /**
     * Brings what is below {@link #source} to every host's own disk, unless it is there.
     *
     * @param name directory below source
     * @return where it is then, the same on every host
     * @throws IOException if that is not possible
     */
    Path local(String name) throws IOException;

    /**
     * A directory on every host's own disk that a rank may write to.
     *
     * @return absolute path
     */
    Path scratch();

    /**
     * A directory that takes small files of the ranks and that the harness can read; not on the measured file system where that can be avoided.
     *
     * @return absolute path, the same on every host
     */
    Path notes();

    /**
     * Starts ranks, each inside {@code wrapper}.
     *
     * @param wrapper program and arguments around each rank's java
     * @return launcher of jobs
     */
    Launcher launcher(List<String> wrapper);

    /**
     * When the last job was started, where that is not when its launcher was called.
     *
     * @param called milliseconds since 1970
     * @return the same, or later
     */
    default double launched(double called) {
        return called;
    }

    /**
     * Starts one plain process per host, not timed.
     *
     * @param script for sh -c
     * @throws IOException if it fails on one
     */
    void onEveryHost(String script) throws IOException;

    /**
     * Makes caches cold, where that can be done.
     *
     * @return false where it cannot be done
     * @throws IOException if it fails
     */
    boolean fresh() throws IOException;

    /**
     * The same before a job that only makes something for others, as an archive, where it may be spared the costs.
     *
     * @throws IOException if it fails
     */
    default void freshForPreparation() throws IOException {
        fresh();
    }

    /**
     * What every host has asked of the shared file system since some moment.
     *
     * @return counts, host 0 first; empty where nobody counts
     * @throws IOException if they cannot be had
     */
    List<Trial.OfHost> counts() throws IOException;

    /**
     * Makes sure that {@link #sbcast} will work.
     *
     * @throws Unavailable where there is no Slurm
     */
    void requireSbcast();

    /**
     * Slurm's sbcast of a tar below {@link #source} and tar on every host.
     *
     * @param tar below source
     * @param directory on every host
     * @return milliseconds
     */
    double sbcast(String tar, String directory);

    /**
     * Whether jobs' ranks talk MPI, so that one of them can read for all.
     *
     * @return false: each host's ranks share one store, no more
     */
    boolean isCollective();

    /**
     * Whether a rank's output shows that rank 0 served all.
     *
     * @param outcome of a job
     * @param ranks of the job
     * @return true if so
     */
    default boolean isServed(JobOutcome outcome, int ranks) {
        String wanted = isCollective() ? " served to " + ranks + " rank" : " served to ";
        return outcome.agentLines().stream().anyMatch(line -> line.contains(wanted));
    }

    @Override
    void close();

    /** A scenario cannot be run here. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /**
         * With the reason.
         *
         * @param reason one line
         */
        public Unavailable(String reason) {
            super(reason);
        }
    }
}
