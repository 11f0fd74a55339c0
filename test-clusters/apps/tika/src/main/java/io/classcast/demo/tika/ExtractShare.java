package io.classcast.demo.tika;

import java.nio.file.Path;
import java.util.Map;

/**
 * The same work as {@link ExtractText} by a program that knows nothing of MPI: each process takes its share by the variables
 * that the launcher has set, and prints its own table, every line behind its rank.
 *
 * <pre>mpirun java ... io.classcast.demo.tika.ExtractShare DOCUMENTS</pre>
 */
public final class ExtractShare {
    private static final String[][] VARIABLES = {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}, {"PMI_RANK", "PMI_SIZE"},
        {"SLURM_PROCID", "SLURM_NTASKS"}};

    private ExtractShare() {
    }

    /**
     * Runs the program.
     *
     * @param args the directory with the documents
     * @throws Exception if the documents cannot be listed
     */
    public static void main(String[] args) throws Exception {
        Share.quiet();
        Map<String, String> environment = System.getenv();
        int rank = 0;
        int size = 1;
        for (String[] variables : VARIABLES) {
            if (environment.containsKey(variables[0]) && environment.containsKey(variables[1])) {
                rank = Integer.parseInt(environment.get(variables[0]));
                size = Integer.parseInt(environment.get(variables[1]));
                break;
            }
        }
        String table = new Share(Path.of(args[0]), rank, size).extract(false).table();
        StringBuilder lines = new StringBuilder();
        for (String line : table.split("\n")) {
            lines.append("rank ").append(rank).append(": ").append(line).append('\n');
        }
        // In one piece: launchers merge the ranks' outputs line by line at best.
        System.out.print(lines);
        System.out.flush();
    }
}
