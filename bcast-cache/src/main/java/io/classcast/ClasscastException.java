package io.classcast;

/**
 * What leaves Classcast's rooms when something went wrong: one line that says what happened, to which thing, and what to
 * do. The job catches it, agrees with the other ranks, and falls back to plain class loading.
 */
public final class ClasscastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message one line, without a trailing full stop
     */
    public ClasscastException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message one line, without a trailing full stop
     * @param cause what was caught
     */
    public ClasscastException(String message, Throwable cause) {
        super(message, cause);
    }
}
