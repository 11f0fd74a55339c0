package io.classcast.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings by which MPI takes the JVM's signal handlers: the JVM turns SIGSEGV into NullPointerException, and crashes where it
 * does not get it.
 */
final class SignalsCheck implements Check {
    private static final String SUBJECT = "signals";

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        if (here.has("UCX_ERROR_SIGNALS")) {
            findings.add(Finding.error(SUBJECT, "UCX_ERROR_SIGNALS=" + here.variable("UCX_ERROR_SIGNALS")
                    + ": UCX takes these signals from the JVM, which then crashes", "export UCX_ERROR_SIGNALS= (empty)."));
        }
        if (here.has("UCX_HANDLE_ERRORS") && !here.variable("UCX_HANDLE_ERRORS").equals("none")) {
            findings.add(Finding.note(SUBJECT, "UCX_HANDLE_ERRORS=" + here.variable("UCX_HANDLE_ERRORS")
                    + ": what UCX does with a signal that it takes", "Unset it; UCX_ERROR_SIGNALS decides which it takes."));
        }
        if (here.has("OMPI_MCA_opal_signal")) {
            findings.add(Finding.error(SUBJECT, "OMPI_MCA_opal_signal=" + here.variable("OMPI_MCA_opal_signal")
                    + ": Open MPI takes these signals from the JVM, which then crashes", "export OMPI_MCA_opal_signal= (empty)."));
        }
        if (here.has("UCX_MEM_MMAP_HOOK_MODE") && !here.variable("UCX_MEM_MMAP_HOOK_MODE").equals("none")
                || here.variable("UCX_MEM_EVENTS").matches("(?i)y|yes|1|on")) {
            findings.add(Finding.warning(SUBJECT, "UCX patches the C library's memory calls (UCX_MEM_EVENTS,"
                    + " UCX_MEM_MMAP_HOOK_MODE), which the JVM makes as well", "export UCX_MEM_EVENTS=n."));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(SUBJECT, "no setting takes signals from the JVM"));
        }
        return findings;
    }
}
