package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.agent.loader.BroadcastClassLoader;
import io.classcast.job.Job;
import io.classcast.job.JobConfig;
import io.classcast.job.Phases;
import io.classcast.job.Pulse;
import io.classcast.job.ServedJob;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.SoloCommunicator;

/**
 * Runs the job on a daemon thread: threads that MPI starts inherit that, so an application which never calls
 * {@code MPI.Finalize} still ends; and a collective that hangs can be left behind.
 */
final class ServingThread extends Thread {
    private final MpjConnection connection;
    private final BroadcastClassLoader loader;
    private final Engine engine;
    private final JobConfig config;
    private final Phases phases;
    private final Pulse pulse = new Pulse();
    private ServedJob result;
    private ClasscastException failure;

    ServingThread(MpjConnection connection, BroadcastClassLoader loader, Engine engine, JobConfig config, Phases phases) {
        super("classcast-job");
        setDaemon(true);
        if (loader != null) {
            setContextClassLoader(loader);
        }
        this.connection = connection;
        this.loader = loader;
        this.engine = engine;
        this.config = config;
        this.phases = phases;
    }

    @Override
    public void run() {
        try {
            Communicator world = engine.mpj() == null ? new SoloCommunicator()
                    : connection.connect(config.classPath(), loader, engine.mpj());
            pulse.beat();
            result = new Job(config, world, phases, pulse).serve();
        } catch (ClasscastException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new ClasscastException("unexpected: " + e, e);
        }
    }

    /**
     * Waits for the outcome.
     *
     * @return the served class path
     * @throws ClasscastException the reason to fall back
     */
    ServedJob await() {
        try {
            while (isAlive()) {
                join(Math.max(10, config.timeoutMillis() - pulse.silentMillis()));
                if (isAlive() && pulse.silentMillis() >= config.timeoutMillis()) {
                    throw new ClasscastException("the other ranks did not answer for " + config.timeoutMillis() / 1000
                            + " s; see whether all have started, or raise the option timeout");
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

    /** Gives back what a job that came through after all holds; the others of its node keep it. */
    void discard() {
        if (!isAlive() && result != null) {
            result.store().close(null);
        }
    }
}
