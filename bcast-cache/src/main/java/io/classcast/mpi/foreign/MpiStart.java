package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.mpi.Backoff;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a communicator of our own comes into being: in a session, or in MPI that is initialised for the application too. One thread. */
final class MpiStart {
    /** Between those ranks only that make the communicator, before their program has begun. */
    private static final int TAG = 0x4343;

    private final MpiCalls mpi;
    private final MpiLibrary library;
    private final JobParts parts;
    private final boolean sessions;
    /** The library's own, looked up before anybody steps into it. */
    private final CFunction initialized;
    private final CFunction initThread;
    private final MpiSharing sharing;
    /** Of MPI_Init_thread. */
    private int level = MpiSharing.NOT_OURS;

    /** Steps into the library where that is possible. */
    MpiStart(MpiCalls mpi, JobParts parts) {
        this.mpi = mpi;
        this.parts = parts;
        library = mpi.library;
        sessions = library.has("MPI_Session_init");
        initialized = library.function("MPI_Initialized");
        initThread = library.function("MPI_Init_thread");
        MpiSharing possible = library.calls().sharing();
        sharing = possible != null && possible.stepInto(library.handle()) ? possible : null;
    }

    /** Null where the application's MPI_Init cannot be had to go together with ours. */
    MpiSharing sharing() {
        return sharing;
    }

    /** With which MPI is initialised for both, or {@link MpiSharing#NOT_OURS}. */
    int level() {
        return level;
    }

    /**
     * Starts MPI for us, with all ranks that run this program.
     *
     * @param programs what hydra tells of others; null under other launchers
     * @return a communicator of our own
     */
    long communicator(HydraPrograms programs) {
        long own = sessions ? session(programs) : initialised(programs);
        run("MPI_Comm_set_errhandler", own, library.handles.errorsReturn(), 0, 0, 0);
        return own;
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
        if (library.outInt() != 0 || sharing != null && !sharing.holdInit()) {
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
}
