package io.classcast.compat.scanners;

/** What the scanners look for. */
public interface Plugin {
    /** One of two. */
    class First implements Plugin {
    }

    /** The other one. */
    class Second extends First {
    }
}
