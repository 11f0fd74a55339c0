package io.classcast.cluster.platform;

import java.time.LocalDate;
import java.util.List;

/**
 * What came of a check on a platform, tried several times.
 *
 * @param day of the result, as in 2026-12-31
 * @param platform its id
 * @param check its name
 * @param label what exactly the platform was
 * @param good tries without a problem
 * @param tries how often it was tried; 0 where it does not run without Classcast either
 * @param seconds of all jobs with Classcast
 * @param notPlain why it does not run without Classcast either, or why the platform cannot be had; null where it runs
 * @param problems of all tries
 */
record Verdict(String day, String platform, String check, String label, int good, int tries, double seconds, String notPlain, List<String> problems) {
    /** Where the packages of a platform cannot be had. */
    static final String UNAVAILABLE = "not to be had: ";

    /** Of this day. */
    static Verdict today(String platform, String check, String label, int good, int tries, double seconds, String notPlain, List<String> problems) {
        return new Verdict(LocalDate.now().toString(), platform, check, label, good, tries, seconds, notPlain, problems);
    }

    boolean isGreen() {
        return notPlain != null || good == tries;
    }

    boolean isUnavailable() {
        return notPlain != null && notPlain.startsWith(UNAVAILABLE);
    }

    /** For the table. */
    String words() {
        return notPlain != null ? isUnavailable() ? "not to be had" : "not without it either" : good + " of " + tries;
    }
}
