import java.nio.file.Path;

/**
 * A rank that loads classes, does one thing with MPI or without, and loads the other half of its classes. Its lines begin with its rank;
 * apart from that they are the same in every run.
 */
public final class OwnMpi {
    private static final int CLASSES = 40;
    /** The one that differs from the others. */
    private static final int ODD = 1;
    /** Longer than a launcher needs to end a job. */
    private static final long LONG_MILLIS = 8_000;
    private static final long SHORT_MILLIS = 300;
    /** MPICH over TCP hangs in MPI_Finalize more often than not, in C as well; not where all ranks have met so long before. */
    private static final long BEFORE_FINALIZE_MILLIS = 200;

    private final int rank;
    private final Meeting meeting;
    private final Mpi mpi;

    private OwnMpi(int rank, int size, Path signs, Mpi mpi) {
        this.rank = rank;
        this.meeting = new Meeting(signs, rank, size);
        this.mpi = mpi;
    }

    /** Takes what to do, the number of ranks, a directory for signs, and the way to MPI: none, jni, fortran, foreign or jar, with its library. */
    public static void main(String[] arguments) throws Throwable {
        OwnMpi program = new OwnMpi(rankByLauncher(), Integer.parseInt(arguments[1]), Path.of(arguments[2]), mpi(arguments[3], arguments[4]));
        program.load(0);
        new Scenario(program, arguments[0]).run();
        program.load(1);
        program.say("end");
        if (arguments[0].equals(Scenario.NEVER_FINALIZED)) {
            program.meet();
        }
    }

    private static Mpi mpi(String way, String library) throws ReflectiveOperationException {
        return switch (way) {
            case "none" -> null;
            case "jni", "fortran" -> new JniMpi(library);
            case "jar" -> new JarMpi();
            // For another release of Java.
            case "foreign" -> (Mpi) Class.forName("ForeignMpi").getDeclaredConstructor(String.class).newInstance(library);
            default -> throw new IllegalArgumentException(way);
        };
    }

    private static int rankByLauncher() {
        for (String variable : new String[] {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"}) {
            if (System.getenv(variable) != null) {
                return Integer.parseInt(System.getenv(variable));
            }
        }
        throw new IllegalStateException("no launcher");
    }

    /** Half of the classes. */
    private void load(int half) throws ReflectiveOperationException {
        int sum = 0;
        for (int k = half; k < CLASSES; k += 2) {
            sum += (int) Class.forName("gen.p" + k / 10 + ".C" + k).getMethod("value").invoke(null);
        }
        say("classes " + sum + ", a missing one " + (OwnMpi.class.getResource("gen/Missing.class") == null ? "is missing" : "is there"));
    }

    /** One write, so that launchers do not mix lines. */
    void say(String text) {
        System.out.print("rank " + rank + ": " + text + "\n");
        System.out.flush();
    }

    Mpi mpi() {
        return mpi;
    }

    boolean isOdd() {
        return rank == ODD;
    }

    void meet() throws Exception {
        meeting.await();
    }

    void sum() {
        say("MPI rank " + mpi.rank() + " of " + mpi.size() + ", sum " + mpi.sum(mpi.rank() + 1));
    }

    void finish() throws InterruptedException {
        mpi.barrier();
        Thread.sleep(BEFORE_FINALIZE_MILLIS);
        mpi.end();
        say("finalized");
    }

    void state(String when) {
        say(when + ": initialized " + mpi.isInitialized() + ", finalized " + mpi.isFinalized());
    }

    void threads(String which) {
        say(which + ": level " + mpi.queryThread() + ", main " + mpi.isThreadMain());
    }

    static void waitShort() throws InterruptedException {
        Thread.sleep(SHORT_MILLIS);
    }

    static void waitLong() throws InterruptedException {
        Thread.sleep(LONG_MILLIS);
    }
}
