package io.classcast;

/**
 * What leaves Classcast's rooms when something went wrong: one line that says what happened, to which thing, and what to
 * do. The job catches it, agrees with the other ranks, and falls back to plain class loading.
 */
public final class ClasscastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Rank 0 has no Classcast, and tells nothing. */
    private final boolean unknownToRoot;

    /**
     * Creates the exception.
     *
     * @param message one line, without a trailing full stop
     */
    public ClasscastException(String message) {
        this(message, null);
    }

    /**
     * Creates the exception.
     *
     * @param message one line, without a trailing full stop
     * @param cause what was caught
     */
    public ClasscastException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ClasscastException(String message, Throwable cause, boolean unknownToRoot) {
        super(message, cause);
        this.unknownToRoot = unknownToRoot;
    }

    /**
     * Creates an exception that rank 0, which speaks for the job, does not meet.
     *
     * @param message one line, without a trailing full stop
     * @return the exception
     */
    public static ClasscastException unknownToRoot(String message) {
        return new ClasscastException(message, null, true);
    }

    /**
     * Whether rank 0 has no Classcast, so that another rank has to tell.
     *
     * @return false as a rule
     */
    public boolean isUnknownToRoot() {
        return unknownToRoot;
    }
}
