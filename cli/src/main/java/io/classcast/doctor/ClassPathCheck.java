package io.classcast.doctor;

import io.classcast.doctor.Finding.Unit;
import io.classcast.doctor.Storage.ClassPathFacts;
import io.classcast.doctor.Storage.Measured;
import io.classcast.filesystem.Mount;
import java.util.ArrayList;
import java.util.List;

/** What the file system of the class path answers, and how fast. */
final class ClassPathCheck implements Check {
    private static final String SUBJECT = "class path";
    /** A thousand lookups a rank are then a fifth of a second, before any contention. */
    private static final double SLOW = 200e-6;
    /** A look at cached attributes never leaves the node: that is some microseconds. */
    private static final double UNCACHED = 100e-6;
    private static final List<String> NO_CACHE = List.of("noac", "actimeo=0", "acregmax=0", "lookupcache=none");

    @Override
    public List<Finding> examine(Surroundings here) {
        List<Finding> findings = new ArrayList<>();
        if (here.storage() == null) {
            return findings;
        }
        ClassPathFacts facts = here.storage().classPath();
        if (facts == null) {
            findings.add(Finding.note(SUBJECT, "none was given, so its file system is not looked at",
                    "Name it: bcastjar doctor --classpath 'app.jar:lib/*'."));
            return findings;
        }
        for (Measured one : facts.fileSystems()) {
            speed(one, findings);
            caching(one, findings);
        }
        if (facts.missing() > 0) {
            findings.add(Finding.warning(SUBJECT, facts.missing() + " of its entries are not there",
                    "bcastjar inspect shows which; look for a typo, or for a file system that is not mounted on these nodes."));
        }
        if (facts.future() > 0) {
            findings.add(Finding.warning(SUBJECT, facts.future() + " of its files are newer than this node's clock",
                    "Set the clocks of the file server and the nodes (chrony, ntp)."));
        }
        return findings;
    }

    private static void speed(Measured one, List<Finding> findings) {
        if (one.absentSeconds() == null) {
            return;
        }
        String text = "on " + place(one.mount()) + "; a lookup takes {}, measured on all nodes at once";
        findings.add((one.absentSeconds() < SLOW ? Finding.ok(SUBJECT, text)
                : Finding.warning(SUBJECT, text, "Start the job with Classcast: then rank 0 alone looks there."))
                .with(one.absentSeconds(), Unit.SECONDS));
    }

    private static void caching(Measured one, List<Finding> findings) {
        boolean slow = one.repeatedSeconds() != null && one.absentSeconds() != null && one.repeatedSeconds() >= UNCACHED
                && one.repeatedSeconds() >= one.absentSeconds() / 2;
        List<String> options = NO_CACHE.stream().filter(one.mount()::has).toList();
        if (slow || !options.isEmpty()) {
            findings.add(Finding.warning(SUBJECT, place(one.mount()) + " does not cache attributes"
                    + (options.isEmpty() ? ": looking again takes as long" : " (" + String.join(", ", options) + ")"),
                    "bcastjar run keeps the class path off java's command line, so that no other rank looks at it;"
                            + " or mount without these options."));
        }
    }

    private static String place(Mount mount) {
        return mount.type() + " (" + mount.point() + ")";
    }
}
