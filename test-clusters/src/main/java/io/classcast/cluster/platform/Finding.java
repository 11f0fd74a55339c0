package io.classcast.cluster.platform;

import java.util.List;

/**
 * What one try of a check has shown.
 *
 * @param notPlain why the program does not run on this platform without Classcast either; null where it does
 * @param problems what is not as it has to be; empty where all is
 * @param details for whoever looks for the reason
 * @param seconds wall time of its jobs with Classcast
 */
record Finding(String notPlain, List<String> problems, List<String> details, double seconds) {
    static Finding notPlain(String reason, List<String> details) {
        return new Finding(reason, List.of(), details, 0);
    }

    static Finding of(List<String> problems, List<String> details, double seconds) {
        return new Finding(null, List.copyOf(problems), List.copyOf(details), seconds);
    }
}
