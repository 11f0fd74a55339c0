package io.classcast.compat.rank;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs a program as a rank of MPJ Express, whose starter waits for each rank's MPI_Finalize. The program itself knows nothing
 * of MPI, and gets its own arguments alone. MPJ Express is called by name: Maven Central does not have it.
 */
public final class Rank {
    private Rank() {
    }

    /**
     * Runs a program.
     *
     * @param given MPJ's own arguments, the program's main class, the program's arguments
     * @throws Exception if MPI fails
     */
    public static void main(String[] given) throws Exception {
        Class<?> mpi = Class.forName("mpi.MPI");
        String[] arguments = (String[]) mpi.getMethod("Init", String[].class).invoke(null, (Object) given);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class)
                    .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            // The rank has to end well for the job to end at all: what went wrong is one of the lines that are compared.
            System.out.println("= failed: " + e.getCause());
            e.getCause().printStackTrace();
        } finally {
            mpi.getMethod("Finalize").invoke(null);
        }
    }
}
