package io.classcast.doctor;

import java.util.ArrayList;
import java.util.List;

/** Variables that change every JVM of the job behind its command line. */
final class JavaOptionsCheck implements Check {
    /** Read by the JVM (JAVA_TOOL_OPTIONS, _JAVA_OPTIONS) and by the launcher java (JDK_JAVA_OPTIONS). */
    static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final String SUBJECT = "java options";

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        for (String name : VARIABLES) {
            if (!here.has(name)) {
                continue;
            }
            String value = here.variable(name);
            if (value.contains("-Xshare:off")) {
                findings.add(Finding.warning(SUBJECT, name + "=" + value + ": -Xshare:off makes every JVM parse the JDK's own"
                        + " classes", "Take -Xshare:off away."));
            } else {
                findings.add(Finding.note(SUBJECT, name + "=" + value, "It changes every JVM of the job, and each says so on"
                        + " stderr; unset it unless it is wanted."));
            }
        }
        if (here.has("LD_PRELOAD")) {
            findings.add(Finding.note(SUBJECT, "LD_PRELOAD=" + here.variable("LD_PRELOAD"),
                    "Every process of the job loads it first; unset it for java unless it is wanted."));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(SUBJECT, "no variable changes the JVMs (" + String.join(", ", VARIABLES) + ", LD_PRELOAD)"));
        }
        return findings;
    }
}
