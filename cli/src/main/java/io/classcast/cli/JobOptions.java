package io.classcast.cli;

import io.classcast.ClasscastException;
import io.classcast.job.Engine;
import io.classcast.job.Pulse;
import io.classcast.job.ToolJob;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import io.classcast.mpi.MpjLaunch;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands have in common that are started as ranks of a job, to do something once on every node. */
final class JobOptions {
    static final List<String> ENGINES = List.of("auto", "mpj", "mpi", "none");
    private static final int EXIT_SILENCE = 3;
    private static final long OTHERS_WAIT_MILLIS = 2000;

    @Option(names = "--engine", paramLabel = "NAME", defaultValue = "auto",
            description = "what connects the ranks: auto, mpj, mpi, none (default: ${DEFAULT-VALUE})")
    private String engine;
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "60",
            description = "how long nothing may move before the command gives up (default: ${DEFAULT-VALUE})")
    private int timeout;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private final Pulse pulse = new Pulse();

    Pulse pulse() {
        return pulse;
    }

    long timeoutMillis() {
        return timeout * 1000L;
    }

    /**
     * Runs something once on every node; the other ranks wait.
     *
     * @param directory tells nodes apart
     * @param work gets the leaders' communicator and gives the exit code
     * @return rank 0's exit code on rank 0; elsewhere 0, so that launchers name no rank that has no part in it
     */
    int onEveryNode(Path directory, ToIntFunction<Communicator> work) {
        if (!ENGINES.contains(engine)) {
            throw new ParameterException(spec.commandLine(), "--engine is auto, mpj, mpi or none, not " + engine);
        }
        if (timeout < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout is at least 1, not " + timeout);
        }
        Thread watch = new Thread(this::watch, "watch");
        watch.setDaemon(true);
        watch.start();
        try (ToolJob job = ToolJob.connect(engine, MethodHandles.lookup())) {
            try {
                return onEveryNode(job, directory, work);
            } finally {
                if (job.world().size() == 1) {
                    // Nobody else to be waited for, and this JVM may go on.
                    watch.interrupt();
                }
            }
        }
    }

    private int onEveryNode(ToolJob job, Path directory, ToIntFunction<Communicator> work) {
        pulse.beat();
        ToolJob.Nodes nodes = job.nodes(directory);
        pulse.beat();
        int code = 0;
        ClasscastException failure = null;
        if (nodes.leaders() != null) {
            try {
                code = work.applyAsInt(nodes.leaders());
            } catch (ClasscastException e) {
                // All leaders have thrown the same: the protocol saw to it.
                failure = e;
            }
        }
        Gathering.texts(job.world(), "done");
        boolean speaks = job.world().rank() == 0;
        if (failure != null && speaks) {
            throw failure;
        }
        return speaks ? code : 0;
    }

    /** A collective that hangs cannot be called off (MPI-4.1, 2.8). */
    private void watch() {
        // Rank 0 speaks first; its end is that of the others where the launcher sees to that, and thousands need not say the same.
        long patience = timeoutMillis() + (Engine.isFirst(MpjLaunch.detect(), System.getenv()) ? 0 : OTHERS_WAIT_MILLIS);
        try {
            while (pulse.silentMillis() < patience) {
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println("bcastjar: the other ranks did not answer for " + timeout + " s; see whether all have started and are alive,"
                + " then repeat the command: what is complete stays");
        Runtime.getRuntime().halt(EXIT_SILENCE);
    }
}
