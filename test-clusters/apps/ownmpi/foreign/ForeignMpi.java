import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** MPI by java.lang.foreign: functions are looked up in the MPI library's own handle. JDK 22 or newer. */
final class ForeignMpi implements Mpi {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int LAZY_GLOBAL = 0x101;

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup library;
    private final boolean openMpi;

    /** Takes the library's name. */
    ForeignMpi(String name) throws Throwable {
        SymbolLookup c = LINKER.defaultLookup();
        // UCX would take the JVM's signal handler for null checks, and says on stdout where it need not be told; sites set this in the environment.
        MethodHandle setenv = LINKER.downcallHandle(c.find("setenv").orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        setenv.invoke(arena.allocateFrom("UCX_ERROR_SIGNALS"), arena.allocateFrom(""), 1);
        setenv.invoke(arena.allocateFrom("UCX_WARN_UNUSED_ENV_VARS"), arena.allocateFrom("n"), 1);
        // Open MPI 4 opens its parts against global names.
        LINKER.downcallHandle(c.find("dlopen").orElseThrow(), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT))
                .invoke(arena.allocateFrom(name), LAZY_GLOBAL);
        library = SymbolLookup.libraryLookup(name, arena);
        openMpi = library.find("ompi_mpi_comm_world").isPresent();
    }

    private long handle(String openMpiName, long mpich) {
        return openMpi ? library.find(openMpiName).orElseThrow().address() : mpich;
    }

    private long world() {
        return handle("ompi_mpi_comm_world", 0x44000000);
    }

    private void call(String name, long... arguments) {
        ValueLayout[] types = new ValueLayout[arguments.length];
        Arrays.fill(types, ValueLayout.JAVA_LONG);
        Object[] values = Arrays.stream(arguments).boxed().toArray();
        int code;
        try {
            code = (int) LINKER.downcallHandle(library.find(name).orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT, types)).invokeWithArguments(values);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
        if (code != 0) {
            throw new IllegalStateException(name + " failed with " + code);
        }
    }

    /** A call whose last argument is where its answer goes. */
    private int ask(String name, long... arguments) {
        try (Arena own = Arena.ofConfined()) {
            MemorySegment answer = own.allocate(ValueLayout.JAVA_INT);
            answer.set(ValueLayout.JAVA_INT, 0, -1);
            long[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = answer.address();
            call(name, all);
            return answer.get(ValueLayout.JAVA_INT, 0);
        }
    }

    @Override
    public void init() {
        call("MPI_Init", 0, 0);
    }

    @Override
    public int initThread(int level) {
        return ask("MPI_Init_thread", 0, 0, level);
    }

    @Override
    public boolean isInitialized() {
        return ask("MPI_Initialized") != 0;
    }

    @Override
    public boolean isFinalized() {
        return ask("MPI_Finalized") != 0;
    }

    @Override
    public void end() {
        call("MPI_Finalize");
    }

    @Override
    public boolean isThreadMain() {
        return ask("MPI_Is_thread_main") != 0;
    }

    @Override
    public int queryThread() {
        return ask("MPI_Query_thread");
    }

    @Override
    public int rank() {
        return ask("MPI_Comm_rank", world());
    }

    @Override
    public int size() {
        return ask("MPI_Comm_size", world());
    }

    @Override
    public int sum(int number) {
        try (Arena own = Arena.ofConfined()) {
            MemorySegment numbers = own.allocate(ValueLayout.JAVA_INT, 2);
            numbers.set(ValueLayout.JAVA_INT, 0, number);
            call("MPI_Allreduce", numbers.address(), numbers.address() + Integer.BYTES, 1, handle("ompi_mpi_int", 0x4c000405), handle("ompi_mpi_op_sum", 0x58000003),
                    world());
            return numbers.get(ValueLayout.JAVA_INT, Integer.BYTES);
        }
    }

    @Override
    public void barrier() {
        call("MPI_Barrier", world());
    }
}
