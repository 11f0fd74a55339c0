package io.classcast.cluster.fault;

/**
 * Something that breaks. A fault says what the job has to be like for it, with and without Classcast ({@link #shape}); what is done
 * before the job starts and while it runs; and what has to come of it.
 */
public final class Fault {
    /** What has to come of a job. */
    public enum Expected {
        /** Classcast serves the class path, and the job prints what it prints without. */
        SERVED,
        /** The job prints what it prints without, served or not. */
        SAME_OUTPUT,
        /**
         * The job dies, or some of its ranks do, as without Classcast: what the others print is right, nobody hangs.
         */
        JOB_DIES
    }

    /** A step of a fault. */
    @FunctionalInterface
    interface Step {
        void run(Scene scene) throws Exception;
    }

    /** What is expected in a cell. */
    @FunctionalInterface
    interface Expectation {
        Expected of(FaultEngine engine, Mode mode);
    }

    /** Why a fault cannot be met in a cell, or null. */
    @FunctionalInterface
    interface Exclusion {
        String of(FaultEngine engine, Mode mode, int jdk);
    }

    private final String name;
    private final String description;
    private Step shape = scene -> { };
    private Step before = scene -> { };
    private Step during = scene -> { };
    private Expectation expected = (engine, mode) -> Expected.SAME_OUTPUT;
    private Exclusion exclusion = (engine, mode, jdk) -> null;
    private boolean leaves;
    private boolean withoutMpi;
    private boolean own;
    private boolean large;
    private int survivors;
    private boolean lacksData;
    private boolean waits;

    private Fault(String name, String description) {
        this.name = name;
        this.description = description;
    }

    static Fault of(String name, String description) {
        return new Fault(name, description);
    }

    /** What the job is like, also without Classcast; a plain job of its own is then run for comparison. */
    Fault shape(Step step) {
        shape = step;
        own = true;
        return this;
    }

    /** Done before the job with Classcast. */
    Fault before(Step step) {
        before = step;
        return this;
    }

    /** Done while the job with Classcast runs. */
    Fault during(Step step) {
        during = step;
        return this;
    }

    Fault expect(Expected all) {
        return expect((engine, mode) -> all);
    }

    Fault expect(Expectation expectation) {
        expected = expectation;
        return this;
    }

    Fault except(Exclusion reason) {
        exclusion = reason;
        return this;
    }

    /** A SIGKILL may leave files in the store, which the next job has to remove. */
    Fault leavesStores() {
        leaves = true;
        return this;
    }

    /** The program under MPJ Express calls no MPI: after a collective that failed MPJ's own would wait for ever. */
    Fault withoutMpi() {
        withoutMpi = true;
        return this;
    }

    /** Ranks wait for another one in vain: the agent's timeout is short. */
    Fault waits() {
        waits = true;
        return this;
    }

    boolean isWaitedFor() {
        return waits;
    }

    /** What breaks stays broken: the program may miss its resource, as without Classcast. */
    Fault mayLackData() {
        lacksData = true;
        return this;
    }

    boolean lacksData() {
        return lacksData;
    }

    /** So many ranks print their line all the same, except under a native launcher, which ends the others, and with {@code strict}. */
    Fault survivors(int ranks) {
        survivors = ranks;
        return this;
    }

    /** Too long for the slice, or too like another fault that it has. */
    Fault large() {
        large = true;
        return this;
    }

    /**
     * Its name.
     *
     * @return words joined by dashes
     */
    public String name() {
        return name;
    }

    /**
     * What breaks.
     *
     * @return one sentence
     */
    public String description() {
        return description;
    }

    boolean isLarge() {
        return large;
    }

    boolean mayLeaveStores() {
        return leaves;
    }

    int survivors(FaultEngine engine, Mode mode) {
        return engine.isNative() || mode == Mode.STRICT && engine == FaultEngine.MPJ ? 0 : survivors;
    }

    boolean callsNoMpi() {
        return withoutMpi;
    }

    /** Whether the job is another one than most faults have. */
    boolean hasOwnJob() {
        return own;
    }

    Step shape() {
        return shape;
    }

    Step before() {
        return before;
    }

    Step during() {
        return during;
    }

    Expected expected(FaultEngine engine, Mode mode) {
        return expected.of(engine, mode);
    }

    String reasonAgainst(FaultEngine engine, Mode mode, int jdk) {
        return exclusion.of(engine, mode, jdk);
    }

    @Override
    public String toString() {
        return name;
    }
}
