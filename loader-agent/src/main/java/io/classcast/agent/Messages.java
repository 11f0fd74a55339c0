package io.classcast.agent;

import java.io.PrintStream;

/** The lines that a user sees: on stderr, each in one piece, rank 0's only. */
final class Messages {
    private final PrintStream err;
    private final boolean speaks;
    private final Options options;
    private boolean hidden;

    Messages(PrintStream err, boolean speaks, Options options) {
        this.err = err;
        this.speaks = speaks;
        this.options = options;
    }

    /** Whether this is the process that speaks for the job. */
    boolean speaks() {
        return speaks;
    }

    /** For a JVM of which the user need not know, next to the one he has started; {@code verbose} tells all the same. */
    void hideWhatIsWell() {
        hidden = !options.verbose();
    }

    /** A line that tells that all is well. */
    void info(String line) {
        if (speaks && !hidden && (options == null || !options.quiet())) {
            print(line);
        }
    }

    /** A line for those who want to know more. */
    void detail(String line) {
        if (speaks && options != null && options.verbose()) {
            print(line);
        }
    }

    /** A line about something that the user should look at. */
    void warn(String line) {
        if (speaks) {
            print("warning: " + line);
        }
    }

    private void print(String line) {
        err.println("classcast: ".concat(line.replace('\n', ' ')));
    }
}
