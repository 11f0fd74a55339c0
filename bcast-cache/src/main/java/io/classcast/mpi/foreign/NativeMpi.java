package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.mpi.Communicator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * This process's part in a job of a native MPI library, beside the application's own. Where the library has Sessions (MPI-4.1, 11.3: MPICH 4,
 * Open MPI 5), one is opened and never finalised: the application's own MPI_Init and MPI_Finalize then work untouched. Where it has none
 * (Open MPI 4, MPICH 3), MPI is initialised, once for both, and stays so ({@link MpiSharing}). The launcher gets its good-bye when the process exits.
 * One thread.
 */
public final class NativeMpi {
    private final QuietEnvironment environment;
    private final MpiLibrary library;
    private final JobParts parts;
    private final MpiCalls mpi;
    private final boolean sessions;
    /** Null where the application's MPI_Init cannot be had to go together with ours. */
    private final MpiSharing sharing;
    /** -1 where it is not hydra that waits for a good-bye. */
    private int hydra = -1;
    /** Where our library does not say it. */
    private HydraFarewell farewell;
    private boolean farewellIsArranged;
    /** MPI is being initialised, or a session opened, and that has not ended. */
    private volatile boolean connecting;
    private final MpiStart start;
    private NativeCommunicator world;
    /** Nobody waits any more. */
    private volatile boolean abandoned;

    private NativeMpi(QuietEnvironment environment, MpiLibrary library, JobParts parts) {
        this.environment = environment;
        this.library = library;
        this.parts = parts;
        mpi = new MpiCalls(library);
        sessions = library.has("MPI_Session_init");
        start = new MpiStart(mpi, parts);
        sharing = start.sharing();
    }

    /**
     * Loads the library. Nothing is initialised yet.
     *
     * @param calls to C
     * @param libraries names or paths to try
     * @param parts which ranks of the job run this program, and are connected to
     * @return the library
     * @throws ClasscastException where none can be loaded
     */
    public static NativeMpi load(ForeignCalls calls, List<String> libraries, JobParts parts) {
        return new NativeMpi(new QuietEnvironment(calls), MpiLibrary.load(calls, libraries), parts);
    }

    /**
     * Whether the application can still initialise MPI itself, at any time.
     *
     * @return false where it must not: its MPI_Init would be the second one
     */
    public boolean leavesInitToOthers() {
        return sessions || sharing != null;
    }

    /**
     * Whether it has a part of MPI of its own.
     *
     * @return false where MPI is initialised for both
     */
    public boolean hasSessions() {
        return sessions;
    }

    /**
     * What was loaded.
     *
     * @return such as {@code Open MPI (libmpi.so.40)}
     */
    public String label() {
        return library.family.label + " (" + library.file + ")";
    }

    /**
     * Connects to the job.
     *
     * @return all its ranks that run this program, on a communicator of our own
     * @throws ClasscastException with the library's own words, or where the job has several programs and the library cannot serve one of them
     */
    public Communicator connect() {
        if (abandoned) {
            throw new ClasscastException("the program has begun");
        }
        Affinity affinity = Affinity.ofThisThread(library.calls());
        try {
            boolean openMpi = library.isOpenMpi();
            if (!openMpi) {
                LauncherSocket.mustBeConnected(library.calls(), System.getenv());
                // Not before: a word of farewell to another program's socket would be one too many.
                hydra = HydraFarewell.socket(System.getenv());
            }
            if (openMpi || hydra >= 0) {
                prepareFarewell();
            }
            if (parts.several() && !openMpi) {
                throw new ClasscastException(HydraPrograms.REASON);
            }
            boolean asks = hydra >= 0 && HydraPrograms.canBeTold(library.version());
            HydraPrograms programs = asks ? HydraPrograms.ask(library.calls(), hydra, System.getenv()) : null;
            connecting = true;
            long own = start.communicator(programs);
            world = new NativeCommunicator(mpi, own);
            if (sharing == null && hydra < 0) {
                // Nothing of MPI is on its way any more; and a program that halts runs no shutdown hook.
                arrangeFarewell();
            }
            return world;
        } finally {
            connecting = false;
            affinity.restore();
            environment.close();
        }
    }

    private void prepareFarewell() {
        if (sharing != null) {
            sharing.sayGoodByeAtExit(hydra);
        } else if (hydra >= 0) {
            farewell = HydraFarewell.prepare(library.calls(), hydra);
        }
    }

    /**
     * The library's own broadcast over all ranks (MPI_Bcast): blocking, unchecked, from memory to memory. For comparisons.
     *
     * @param direct sent by rank 0, filled on the others, between position and limit
     */
    public void bareBroadcast(ByteBuffer direct) {
        world.blockingBroadcast(direct);
    }

    /**
     * Whether some rank has not come to the barrier of MPI's start-up yet: hydra ends with an error where one comes after others have
     * gone (MPICH 4.0.2).
     *
     * @return true where it is better to wait a while for that rank
     */
    public boolean mustNotLeaveYet() {
        return connecting && hydra >= 0;
    }

    /**
     * Whether it is the job's other programs that have not come to MPI's start-up yet; they may never do.
     *
     * @return true where there is nothing to wait for at the end
     */
    public boolean waitsForOtherPrograms() {
        return connecting && parts.several();
    }

    /**
     * All ranks, when each has done its last collective: returns when the last one has. Open MPI ends a process that is still in one
     * and sees the socket of another closed, which has gone on and has ended (mca_pml_ob1_error_handler). MPI has no call that shuts this
     * gap: whatever is the last message, somebody waits for it. The launcher does.
     */
    public void complete() {
        if (world == null || mpi.isLeft()) {
            return;
        }
        // Beside other programs the application itself is in MPI_Init or MPI_Finalize when others are.
        if (library.isOpenMpi() && !parts.several()) {
            Pmix.awaitAll(library.calls());
        }
        if (!sessions && sharing != null && sharing.holdInit()) {
            // Not beside the application's MPI_Finalize, nor after it.
            try {
                mpi.freeAll();
            } finally {
                sharing.releaseInit(start.level());
            }
        }
    }

    /**
     * The class path is served: from now on the ranks of this node know whether a program of one of them has initialised MPI.
     *
     * @param store the job's directory on this node
     * @throws IOException where there is no room for four bytes; they do not know it then
     */
    public void share(Path store) throws IOException {
        if (sharing == null) {
            return;
        }
        sharing.shareWord(NodeWord.of(store));
    }

    /**
     * Nobody waits any more, and the application begins. Where MPI is shared it may finalise it, and nothing must be called after that: whatever
     * is under way is left.
     */
    public void abandon() {
        abandoned = true;
        if (!sessions) {
            mpi.leave();
        }
    }

    /** The JVM ends: tells the launcher, where it waits for that and our library does not say it. */
    public void leave() {
        if (farewell != null) {
            farewell.say();
        } else if (sharing == null && hydra < 0) {
            arrangeFarewell();
        }
    }

    /** Open MPI's launchers take a process for crashed that has initialised MPI, or has a session, and no good-bye. */
    private void arrangeFarewell() {
        if (library.isOpenMpi() && !farewellIsArranged) {
            farewellIsArranged = true;
            Pmix.sayGoodByeAtExit(library.calls());
        }
    }
}
