package io.classcast;

/** Which Classcast this is. A constant, since before main a look into the jar's manifest would open the jar once more. */
public final class Version {
    /** Version of the build. */
    public static final String TEXT = "${project.version}";

    private Version() {
    }
}
