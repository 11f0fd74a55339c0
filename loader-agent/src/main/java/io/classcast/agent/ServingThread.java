package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.agent.jdk.JdkNumbers;
import io.classcast.job.Job;
import io.classcast.job.JobConfig;
import io.classcast.job.Phases;
import io.classcast.job.Pulse;
import io.classcast.job.RootScan;
import io.classcast.job.ServedJob;
import io.classcast.job.SharedNode;
import io.classcast.mpi.Communicator;

/**
 * Runs the job on a daemon thread: threads that MPI starts inherit that, so an application which never calls
 * {@code MPI.Finalize} still ends; and a collective that hangs can be left behind.
 */
final class ServingThread extends Thread {
    private final Connection connection;
    private final JobConfig config;
    private final Phases phases;
    private final Messages messages;
    private final Pulse pulse = new Pulse();
    /** Null where there are other ranks. */
    private final SharedNode node;
    private ServedJob result;
    private ClasscastException failure;
    /** Nobody waits for the result any more. */
    private boolean abandoned;
    /** How long a collective may take. */
    private volatile long limitMillis;

    /**
     * Prepares.
     *
     * @param connection to the job's ranks; null for engine none
     * @param config what to do
     * @param phases told when a step ends
     * @param messages for the user
     */
    ServingThread(Connection connection, JobConfig config, Phases phases, Messages messages) {
        super(JdkNumbers.group(), "classcast-job");
        setDaemon(true);
        this.connection = connection;
        this.config = config;
        this.phases = phases;
        this.messages = messages;
        limitMillis = connection == null ? config.timeoutMillis() : connection.connectMillis(config.timeoutMillis());
        node = connection == null ? new SharedNode(config, phases, pulse) : null;
    }

    @Override
    public void run() {
        ServedJob served = null;
        ClasscastException problem = null;
        try {
            served = node != null ? node.serve() : serveJob();
        } catch (ClasscastException e) {
            problem = e;
        } catch (RuntimeException | Error e) {
            problem = new ClasscastException("unexpected: " + e, e);
        }
        tell(served, problem);
        try {
            if (connection != null) {
                connection.end();
            }
        } catch (ClasscastException e) {
            messages.detail(e.getMessage());
        }
    }

    private ServedJob serveJob() {
        RootScan ahead = connection.isFirst() ? RootScan.begin(config) : null;
        Communicator world = null;
        try {
            world = connection.connect(pulse);
        } finally {
            if (world == null && ahead != null) {
                ahead.discard();
            }
        }
        pulse.beat();
        limitMillis = config.timeoutMillis();
        try {
            return new Job(config, world, phases, pulse, new Progress(messages), ahead).serve();
        } finally {
            // Also where they have agreed to fall back. Before main: the program's own MPI_Init meets in the same way.
            connection.complete();
        }
    }

    private synchronized void tell(ServedJob served, ClasscastException problem) {
        if (abandoned && served != null) {
            served.store().close(null, 0);
            return;
        }
        result = served;
        failure = problem;
        notifyAll();
    }

    /**
     * Waits for the outcome.
     *
     * @return the served class path
     * @throws ClasscastException the reason to fall back
     */
    synchronized ServedJob await() {
        try {
            while (result == null && failure == null) {
                long patience = Math.max(10, limitMillis - pulse.silentMillis());
                wait(node == null ? patience : Math.min(patience, SharedNode.BEAT_MILLIS));
                if (result == null && failure == null && pulse.silentMillis() >= limitMillis) {
                    throw new ClasscastException(silence());
                }
                if (node != null && result == null && failure == null) {
                    node.beat();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClasscastException("interrupted while waiting for the other ranks");
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    private String silence() {
        if (limitMillis < config.timeoutMillis()) {
            return "this job has several programs, and not all of them initialised MPI within " + limitMillis / 1000
                    + " s; use engine=none where one of them never does";
        }
        String seconds = " for " + config.timeoutMillis() / 1000 + " s; ";
        return node == null ? "the other ranks did not answer" + seconds + "see whether all have started, or raise the option timeout"
                : "the class path was not read" + seconds + "see whether its file system answers, or raise the option timeout";
    }

    /** Gives back what a job that comes through after all holds; the others of its node keep it. */
    synchronized void discard() {
        abandoned = true;
        if (node != null) {
            node.abandon();
        } else {
            connection.abandon();
        }
        if (result != null) {
            result.store().close(null, 0);
        }
    }

    /** A line every two seconds, from the second on, with {@code verbose}. */
    private static final class Progress implements Job.Progress {
        private static final long EVERY_NANOS = 2_000_000_000L;

        private final Messages messages;
        private final long begun = System.nanoTime();
        private long told = begun;

        Progress(Messages messages) {
            this.messages = messages;
        }

        @Override
        public void sent(long done, long total) {
            long now = System.nanoTime();
            if (now - told >= EVERY_NANOS) {
                told = now;
                messages.detail("broadcast " + (done >> 20) + " of " + (total >> 20) + " MiB, "
                        + (long) (done / 1048576.0 / ((now - begun) / 1e9)) + " MiB/s");
            }
        }
    }
}
