package io.classcast.agent.linking;

/** This lambda is one that we leave to the JDK, and no error. */
final class LeftToJdk extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The only one: it tells nothing more. */
    static final LeftToJdk LEFT = new LeftToJdk();

    private LeftToJdk() {
        super(null, null, false, false);
    }
}
