package io.classcast.cluster.compat;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of two ranks that met in the launcher. Open MPI's daemons pass on what they find in a rank's pipe, up to 4,096 bytes, whether
 * it ends with a line or not (seen with 4.1 on a busy machine): {@code = on}, then {@code = two} of the other rank, then {@code e}.
 */
final class MixedLines {
    private MixedLines() {
    }

    /**
     * Takes apart what can only be such a meeting: the first part of a line that is missing, a whole one that is missing, and the
     * second part of the first one on a line of its own.
     *
     * @param extra lines of one run that the other has not; those that are taken apart are removed
     * @param missing lines of the other run that this one has not; those that are found are removed
     * @param printed everything that this run printed
     */
    static void apart(List<String> extra, List<String> missing, List<String> printed) {
        List<String> rests = new ArrayList<>(printed);
        for (String line : List.copyOf(extra)) {
            for (String broken : List.copyOf(missing)) {
                if (met(line, broken, missing, rests)) {
                    extra.remove(line);
                    break;
                }
            }
        }
    }

    /** Removes both lines and the rest of the broken one, each once, if all are there. */
    private static boolean met(String line, String broken, List<String> missing, List<String> rests) {
        int first = common(line, broken);
        String rest = broken.substring(first);
        if (first == 0 || !rests.contains(rest)) {
            return false;
        }
        missing.remove(broken);
        if (!missing.remove(line.substring(first))) {
            missing.add(broken);
            return false;
        }
        rests.remove(rest);
        return true;
    }

    private static int common(String one, String other) {
        int length = Math.min(one.length(), other.length());
        int same = 0;
        while (same < length && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }
}
