package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.mpi.Backoff;
import io.classcast.mpi.Communicator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * This process's part in a job of a native MPI library, beside the application's own. Where the library has Sessions (MPI-4.1, 11.3: MPICH 4,
 * Open MPI 5), one is opened and never finalised: the application's own MPI_Init and MPI_Finalize then work untouched. Where it has none
 * (Open MPI 4, MPICH 3), MPI is initialised, once for both, and stays so ({@link MpiSharing}). The launcher gets its good-bye when the process exits.
 * One thread.
 */
public final class NativeMpi {
    /** Between those ranks only that make the communicator, before their program has begun. */
    private static final int TAG = 0x4343;

    private final QuietEnvironment environment;
    private final MpiLibrary library;
    private final JobParts parts;
    private final MpiCalls mpi;
    private final boolean sessions;
    /** The library's own, looked up before anybody steps into it. */
    private final CFunction initialized;
    private final CFunction initThread;
    /** Null where the application's MPI_Init cannot be had to go together with ours. */
    private final MpiSharing sharing;
    /** -1 where it is not hydra that waits for a good-bye. */
    private int hydra = -1;
    /** Where our library does not say it. */
    private HydraFarewell farewell;
    private boolean farewellIsArranged;
    /** MPI is being initialised, or a session opened, and that has not ended. */
    private volatile boolean connecting;
    private NativeCommunicator world;
    /** Nobody waits any more. */
    private volatile boolean abandoned;
    /** Of MPI_Init_thread. */
    private int level = MpiSharing.NOT_OURS;

    private NativeMpi(QuietEnvironment environment, MpiLibrary library, JobParts parts) {
        this.environment = environment;
        this.library = library;
        this.parts = parts;
        mpi = new MpiCalls(library);
        sessions = library.has("MPI_Session_init");
        initialized = library.function("MPI_Initialized");
        initThread = library.function("MPI_Init_thread");
        MpiSharing possible = library.calls().sharing();
        sharing = possible != null && possible.stepInto(library.handle()) ? possible : null;
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
            HydraPrograms programs = hydra >= 0 ? HydraPrograms.ask(library.calls(), hydra, System.getenv(), library.version()) : null;
            connecting = true;
            long own = sessions ? session(programs) : initialised(programs);
            run("MPI_Comm_set_errhandler", own, library.handles.errorsReturn(), 0, 0, 0);
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

    private void run(String name, long a, long b, long c, long d, long e) {
        CFunction function = library.function(name);
        library.check(function, function.call(a, b, c, d, e, 0, 0, 0));
    }

    private long session(HydraPrograms programs) {
        MpiFamily.Handles handles = library.handles;
        run("MPI_Session_init", handles.noInfo(), handles.errorsReturn(), library.out(), 0, 0);
        long session = library.outHandle();
        if (programs != null && !programs.areOne()) {
            leaveInitialised(session);
            throw new ClasscastException(HydraPrograms.REASON);
        }
        ByteBuffer everyone = MpiLibrary.cString("mpi://WORLD");
        run("MPI_Group_from_session_pset", session, library.addressOf(everyone), library.out(), 0, 0);
        long group = ofThisProgram(library.outHandle());
        NativeMemory.free(everyone);
        ByteBuffer tag = MpiLibrary.cString("io.classcast");
        run("MPI_Comm_create_from_group", group, library.addressOf(tag), handles.noInfo(), handles.errorsReturn(), library.out());
        NativeMemory.free(tag);
        return library.outHandle();
    }

    /**
     * With a session that stays open, MPI_Finalize of MPICH 4.0.2 does not meet that of ranks which have none, and they wait for it; with the
     * last one closed, MPI cannot be initialised again. So it is initialised before, for the application.
     */
    private void leaveInitialised(long session) {
        if (sharing == null || !sharing.holdInit()) {
            return;
        }
        try {
            library.check(initThread, initThread.call(0, 0, library.family.threadMultiple, library.out(), 0, 0, 0, 0));
            level = library.outInt();
            run("MPI_Session_finalize", library.out(session), 0, 0, 0, 0);
        } finally {
            sharing.releaseInit(level);
        }
    }

    private long ofThisProgram(long everyone) {
        if (!parts.several()) {
            return everyone;
        }
        // From the first rank to the last one, each.
        ByteBuffer ranks = NativeMemory.allocate(3 * Integer.BYTES).order(ByteOrder.nativeOrder());
        ranks.putInt(0, parts.first()).putInt(4, parts.first() + parts.count() - 1).putInt(8, 1);
        run("MPI_Group_range_incl", everyone, 1, library.addressOf(ranks), library.out(), 0);
        NativeMemory.free(ranks);
        return library.outHandle();
    }

    /** A communicator of our own, of those ranks of MPI_COMM_WORLD that run this program. */
    private long ofWorld() {
        long world = library.handles.world();
        if (parts.several()) {
            run("MPI_Comm_group", world, library.out(), 0, 0, 0);
            long group = ofThisProgram(library.outHandle());
            run("MPI_Comm_create_group", world, group, TAG, library.out(), 0);
        } else {
            return copyOfWorld(world);
        }
        return library.outHandle();
    }

    /**
     * Not MPI_Comm_dup, which does not come back before all have called it: a rank without Classcast, which has come out of its own MPI_Init
     * with us, does not, and the application's MPI_Init waits for this until {@link #abandon}.
     */
    private long copyOfWorld(long world) {
        NativeCommunicator.Request request = new NativeCommunicator.Request(mpi, null);
        // Where the library writes, perhaps much later.
        ByteBuffer copy = NativeMemory.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, 0);
        run("MPI_Comm_idup", world, library.addressOf(copy), request.address(), 0, 0);
        Backoff.await(request);
        long handle = library.family.handleBytes == 4 ? copy.getInt(0) : copy.getLong(0);
        NativeMemory.free(copy);
        return handle;
    }

    private long initialised(HydraPrograms programs) {
        library.check(initialized, initialized.call(library.out()));
        if (library.outInt() != 0 || abandoned || sharing != null && !sharing.holdInit()) {
            throw new ClasscastException("MPI is initialised already, by another agent or by the program");
        }
        try {
            library.check(initThread, initThread.call(0, 0, library.family.threadMultiple, library.out(), 0, 0, 0, 0));
            level = library.outInt();
            if (programs != null && !programs.areOne()) {
                throw new ClasscastException(HydraPrograms.REASON);
            }
            // Before the application goes on: all ranks have to call this in the same order.
            return ofWorld();
        } finally {
            if (sharing != null) {
                sharing.releaseInit(level);
            }
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
                sharing.releaseInit(level);
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
