package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.JdkAccess;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.foreign.NativeLaunch;
import io.classcast.mpi.foreign.NativeMpi;
import java.util.List;

/** Connects to the job through the installed MPI library. */
final class NativeConnection implements Connection {
    private static final long LAST_WORDS_MILLIS = 4_000;

    private final JdkAccess jdk;
    private final NativeLaunch launch;
    private final List<String> classPath;
    private final Messages messages;
    private NativeMpi mpi;

    NativeConnection(JdkAccess jdk, NativeLaunch launch, List<String> classPath, Messages messages) {
        this.jdk = jdk;
        this.launch = launch;
        this.classPath = classPath;
        this.messages = messages;
    }

    @Override
    public Communicator connect() {
        String named = System.getProperty("classcast.mpi.library");
        NativeMpi loaded = NativeMpi.load(jdk.trusted(), named == null ? launch.libraries() : List.of(named));
        messages.detail("MPI library " + loaded.label() + (loaded.leavesInitToOthers() ? ", by a session of our own" : ""));
        if (!loaded.leavesInitToOthers()) {
            for (String url : classPath) {
                if (url.endsWith("/mpi.jar")) {
                    throw new ClasscastException("the application brings MPI bindings (" + url + ") that call MPI_Init, and "
                            + loaded.label() + " can be initialised only once; use an MPI library with sessions (MPICH 4,"
                            + " Open MPI 5), MPJ Express, or engine=none");
                }
            }
            // The JVM must not end between MPI_Init and MPI_Finalize: mpirun would take that for a crash.
            Runtime.getRuntime().addShutdownHook(new LastWords(Thread.currentThread()));
        }
        mpi = loaded;
        return loaded.connect();
    }

    @Override
    public void end() {
        if (mpi != null) {
            mpi.close();
        }
    }

    /** Lets the job's thread finish what it has to say to MPI. */
    private static final class LastWords extends Thread {
        private final Thread job;

        LastWords(Thread job) {
            super("classcast-mpi-end");
            this.job = job;
        }

        @Override
        public void run() {
            try {
                job.join(LAST_WORDS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
