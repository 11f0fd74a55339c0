package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.agent.jdk.CallsOfC;
import io.classcast.agent.jdk.JdkAccess;
import io.classcast.agent.jdk.JdkNumbers;
import io.classcast.job.Pulse;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.mpi.foreign.NativeLaunch;
import io.classcast.mpi.foreign.NativeMpi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Connects to the job through the installed MPI library. */
final class NativeConnection implements Connection {
    private static final long LAST_WORDS_MILLIS = 4_000;
    /** For the job's other programs, which perhaps never initialise MPI. */
    private static final long OTHER_PROGRAMS_MILLIS = 1_000;

    private final JdkAccess jdk;
    private final NativeLaunch launch;
    private final String store;
    private final Messages messages;
    private final long patienceMillis;
    private volatile NativeMpi mpi;
    private volatile boolean abandoned;

    NativeConnection(JdkAccess jdk, NativeLaunch launch, String store, Messages messages, long patienceMillis) {
        this.jdk = jdk;
        this.launch = launch;
        this.store = store;
        this.messages = messages;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public boolean isFirst() {
        return launch.rank() == 0;
    }

    @Override
    public long connectMillis(long timeoutMillis) {
        return launch.parts().several() ? Math.min(timeoutMillis, OTHER_PROGRAMS_MILLIS) : timeoutMillis;
    }

    @Override
    public Communicator connect(Pulse pulse) {
        String named = System.getProperty("classcast.mpi.library");
        ForeignCalls calls = CallsOfC.open(jdk, Path.of(ArchiveMaker.ownJar()), store);
        NativeMpi loaded = NativeMpi.load(calls, named == null ? launch.libraries() : List.of(named), launch.parts());
        messages.detail("MPI library " + loaded.label() + ", called by " + calls.label() + (loaded.hasSessions() ? ", in a session of our own"
                : loaded.leavesInitToOthers() ? ", shared with the program" : ""));
        if (!loaded.leavesInitToOthers()) {
            messages.warn(loaded.label() + " is initialised by Classcast, and this program cannot initialise it again (" + (calls.sharing() == null
                    ? "C is called by " + calls.label() : "its table of symbols cannot be changed") + "); where it calls MPI_Init itself, use engine=none");
        }
        mpi = loaded;
        if (abandoned) {
            loaded.abandon();
        }
        Runtime.getRuntime().addShutdownHook(new LastWords(Thread.currentThread(), loaded, patienceMillis));
        // What follows waits for others.
        pulse.beat();
        return loaded.connect();
    }

    @Override
    public void complete() {
        try {
            mpi.complete();
        } catch (ClasscastException e) {
            // The class path is served all the same.
            messages.detail(e.getMessage());
        }
    }

    @Override
    public void abandon() {
        abandoned = true;
        NativeMpi loaded = mpi;
        if (loaded != null) {
            loaded.abandon();
        }
    }

    /**
     * The class path is served.
     *
     * @param store the job's directory on this node
     */
    void share(Path store) {
        try {
            mpi.share(store);
        } catch (IOException | RuntimeException | LinkageError e) {
            messages.detail("the ranks of this node do not know of each other's MPI_Init: " + e);
        }
    }

    /**
     * A launcher takes a process for crashed that has spoken to it and ends without a last word: lets the job's thread finish
     * MPI, and says good-bye where that is not enough. A rank that has not come within twice the timeout and the time for last words,
     * counted from when this one has connected, is not waited for at the end of the program.
     */
    private static final class LastWords extends Thread {
        private final Thread job;
        private final NativeMpi mpi;
        private final long patienceMillis;
        private final long begun = System.nanoTime();

        LastWords(Thread job, NativeMpi mpi, long patienceMillis) {
            super(JdkNumbers.group(), "classcast-mpi-end");
            this.job = job;
            this.mpi = mpi;
            this.patienceMillis = patienceMillis;
        }

        @Override
        public void run() {
            try {
                if (mpi.waitsForOtherPrograms()) {
                    mpi.leave();
                    return;
                }
                job.join(LAST_WORDS_MILLIS);
                if (mpi.mustNotLeaveYet()) {
                    long spent = (System.nanoTime() - begun) / 1_000_000;
                    job.join(Math.max(1, 2 * patienceMillis + LAST_WORDS_MILLIS - spent));
                }
                mpi.leave();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
