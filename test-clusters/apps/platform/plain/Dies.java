/** Rank 1 is killed, as by the kernel when memory is short; the others wait for their launcher to end them. */
public final class Dies {
    private static final long WAIT_MILLIS = 60_000;

    private Dies() {
    }

    /** Takes nothing. */
    public static void main(String[] arguments) throws Exception {
        String rank = null;
        for (String variable : new String[] {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"}) {
            rank = rank == null ? System.getenv(variable) : rank;
        }
        System.out.println("= rank " + rank);
        if ("1".equals(rank)) {
            // All are up, and what they print has gone its way.
            Thread.sleep(1000);
            new ProcessBuilder("sh", "-c", "kill -KILL $PPID").start().waitFor();
        }
        Thread.sleep(WAIT_MILLIS);
        System.out.println("= end");
    }
}
