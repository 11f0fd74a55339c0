import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/**
 * A program that calls MPI itself, through java.lang.foreign: MPI_Init, the sum of all ranks' numbers, MPI_Finalize. With {@code many} as
 * its second argument it prints so many lines after that. JDK 22 or newer.
 */
public final class CallsMpi {
    private final SymbolLookup library;
    private final Arena arena;

    private CallsMpi(SymbolLookup library, Arena arena) {
        this.library = library;
        this.arena = arena;
    }

    /** Takes the library's file, and how many lines are printed. */
    public static void main(String[] arguments) throws Throwable {
        int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            // UCX would take the JVM's signal handler for null checks (sites set this in the environment).
            linker.downcallHandle(linker.defaultLookup().find("setenv").orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)).invoke(arena.allocateFrom("UCX_ERROR_SIGNALS"), arena.allocateFrom(""), 1);
            // As a JNI library's dependency is loaded: Open MPI 4 opens its parts against global names.
            MemorySegment opened = (MemorySegment) linker.downcallHandle(linker.defaultLookup().find("dlopen").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)).invoke(arena.allocateFrom(arguments[0]), 0x101);
            if (opened.address() == 0) {
                throw new IllegalStateException("cannot load " + arguments[0]);
            }
            SymbolLookup library = name -> find(linker, opened, arena, name);
            new CallsMpi(library, arena).sum(arguments[0]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("# line ").append(i).append('\n');
        }
        System.out.print(text.append("= end\n"));
        System.out.flush();
    }

    private static java.util.Optional<MemorySegment> find(Linker linker, MemorySegment opened, Arena arena, String name) {
        try {
            MemorySegment at = (MemorySegment) linker.downcallHandle(linker.defaultLookup().find("dlsym").orElseThrow(), FunctionDescriptor.of(
                    ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS)).invoke(opened, arena.allocateFrom(name));
            return at.address() == 0 ? java.util.Optional.empty() : java.util.Optional.of(at);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void sum(String file) throws Throwable {
        boolean abi = file.contains("mpi_abi");
        boolean openMpi = !abi && library.find("ompi_mpi_comm_world").isPresent();
        long world = openMpi ? library.find("ompi_mpi_comm_world").get().address() : abi ? 0x101 : 0x44000000;
        long intType = openMpi ? library.find("ompi_mpi_int").get().address() : abi ? 0x248 : 0x4c000405;
        long plus = openMpi ? library.find("ompi_mpi_op_sum").get().address() : abi ? 0x21 : 0x58000003;
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment total = arena.allocate(ValueLayout.JAVA_INT);
        call("MPI_Init", 0, 0);
        call("MPI_Comm_rank", world, number.address());
        int rank = number.get(ValueLayout.JAVA_INT, 0);
        number.set(ValueLayout.JAVA_INT, 0, rank + 1);
        call("MPI_Allreduce", number.address(), total.address(), 1, intType, plus, world);
        call("MPI_Comm_size", world, number.address());
        System.out.println("= rank " + rank + " of " + number.get(ValueLayout.JAVA_INT, 0) + ", sum " + total.get(ValueLayout.JAVA_INT, 0));
        // MPICH over TCP hangs in MPI_Finalize more often than not, in C as well; not where all ranks have met shortly before.
        call("MPI_Barrier", world);
        Thread.sleep(200);
        call("MPI_Finalize");
    }

    private void call(String name, long... arguments) throws Throwable {
        ValueLayout[] types = new ValueLayout[arguments.length];
        java.util.Arrays.fill(types, ValueLayout.JAVA_LONG);
        Object[] values = java.util.Arrays.stream(arguments).boxed().toArray();
        int code = (int) Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, types)).invokeWithArguments(values);
        if (code != 0) {
            throw new IllegalStateException(name + " failed with " + code);
        }
    }
}
