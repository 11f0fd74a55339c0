package io.classcast.bench.measure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM that ran and ended with exit code 0.
 *
 * @param wallMillis from before the fork to after the exit
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
public record Outcome(double wallMillis, String out, String err) {
    /**
     * A number that the measured program printed.
     *
     * @param key name in {@code name=number}
     * @return the number
     */
    public long number(String key) {
        Matcher matcher = Pattern.compile("(?:^|\\s)" + Pattern.quote(key) + "=(\\d+)").matcher(out);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + key + "=... in: " + out);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Fails unless the agent says that it serves the class path: a fallback to plain loading must not be measured as ours. */
    public void mustBeServed() {
        if (!err.contains(" served to ")) {
            throw new IllegalStateException("the agent does not serve the class path; it says: " + (err.isBlank() ? "nothing" : err.strip()));
        }
    }
}
