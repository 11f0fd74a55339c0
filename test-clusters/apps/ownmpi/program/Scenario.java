import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a rank does between the two halves of its classes. */
final class Scenario {
    /** Launchers may kill the others as soon as one rank ends so: all meet at the end. */
    static final String NEVER_FINALIZED = "never-finalized";

    private static final int EXIT = 3;
    private static final int HALT = 4;

    private final OwnMpi program;
    private final String name;

    Scenario(OwnMpi program, String name) {
        this.program = program;
        this.name = name;
    }

    void run() throws Exception {
        switch (name) {
            case "none" -> program.say("no MPI");
            case "short" -> OwnMpi.waitShort();
            case "sum" -> {
                program.mpi().init();
                program.sum();
                program.finish();
            }
            case "initialized" -> initialized();
            case "thread-0", "thread-1", "thread-2", "thread-3" -> threads(name.charAt(name.length() - 1) - '0');
            case "other-thread" -> otherThread();
            case NEVER_FINALIZED -> {
                program.mpi().init();
                program.sum();
            }
            case "finalized-twice" -> {
                program.mpi().init();
                program.sum();
                closeAsWrappersDo();
                closeAsWrappersDo();
            }
            case "second-init" -> {
                program.mpi().init();
                program.sum();
                program.meet();
                program.mpi().init();
                program.say("came back");
            }
            case "one-exits-before-init" -> oneNeverInitialises(false, 0);
            case "one-fails-before-init" -> oneNeverInitialises(false, EXIT);
            case "one-waits-before-init" -> oneNeverInitialises(true, 0);
            default -> {
                int dash = name.indexOf('-');
                end(dash < 0 ? name : name.substring(0, dash), dash < 0 ? "" : name.substring(dash + 1));
            }
        }
    }

    private void initialized() throws Exception {
        program.state("before");
        program.mpi().init();
        program.state("between");
        program.sum();
        program.finish();
        program.state("after");
    }

    private void threads(int level) throws Exception {
        program.say("asked for level " + level + ", got " + program.mpi().initThread(level));
        program.threads("this thread");
        Thread other = new Thread(() -> program.threads("another thread"));
        other.start();
        other.join();
        program.sum();
        program.finish();
    }

    private void otherThread() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        Callable<Void> begin = () -> {
            program.mpi().init();
            program.threads("the thread that initialised");
            program.sum();
            return null;
        };
        one.submit(begin).get();
        program.threads("main");
        Callable<Void> finish = () -> {
            program.finish();
            return null;
        };
        one.submit(finish).get();
        one.shutdown();
    }

    private void closeAsWrappersDo() throws Exception {
        if (program.mpi().isInitialized() && !program.mpi().isFinalized()) {
            program.finish();
        }
    }

    private void oneNeverInitialises(boolean waits, int exit) throws Exception {
        program.meet();
        if (program.isOdd()) {
            if (waits) {
                OwnMpi.waitLong();
            }
            System.exit(exit);
        }
        program.mpi().init();
        program.sum();
        program.finish();
    }

    /** The ways to end: with no MPI, after MPI_Finalize, or between MPI_Init and MPI_Finalize. */
    private void end(String how, String when) throws Exception {
        if (!when.isEmpty()) {
            program.mpi().init();
            program.sum();
        }
        if (when.equals("after")) {
            program.finish();
        }
        program.meet();
        switch (how) {
            case "exit" -> System.exit(EXIT);
            case "halt" -> Runtime.getRuntime().halt(HALT);
            case "exception" -> {
                if (program.isOdd()) {
                    throw new IllegalStateException("on purpose");
                }
            }
            case "killed" -> {
                if (program.isOdd()) {
                    new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start().waitFor();
                }
            }
            default -> throw new IllegalArgumentException(name);
        }
        OwnMpi.waitLong();
    }
}
