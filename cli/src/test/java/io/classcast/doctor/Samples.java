package io.classcast.doctor;

import io.classcast.doctor.RankReport.Jdk;
import io.classcast.doctor.Storage.ClassPathFacts;
import io.classcast.doctor.Storage.Measured;
import io.classcast.doctor.Storage.Place;
import io.classcast.doctor.Storage.Use;
import io.classcast.doctor.Surroundings.Cores;
import io.classcast.filesystem.Mount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Surroundings to examine. */
final class Samples {
    static final Mount TMPFS = new Mount("/dev/shm", "tmpfs", "tmpfs", List.of("rw"));
    static final Mount DISK = new Mount("/", "ext4", "/dev/sda1", List.of("rw"));
    static final Mount NFS = new Mount("/shared", "nfs4", "server:/shared", List.of("rw"));
    static final Cores CORES = new Cores(8, 8, 8);
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max locked memory         %s              unlimited            bytes
            Max open files            %s                524288               files
            """;

    private Samples() {
    }

    static Storage storage(ClassPathFacts facts, Place... places) {
        return new Storage(List.of(places), facts);
    }

    static Place place(String path, Mount mount, long free) {
        return new Place(path, path, Use.STORE, true, true, free, mount);
    }

    static ClassPathFacts facts(Mount mount, double absent, double repeated) {
        return new ClassPathFacts(100, 50L << 20, 0, 0, List.of(new Measured(mount, absent, repeated)));
    }

    static Surroundings variables(String... keysAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            environment.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Surroundings(environment, "none", null, "", CORES, false, null);
    }

    static Surroundings with(Storage storage) {
        return new Surroundings(Map.of(), "none", null, "", CORES, false, storage);
    }

    static Surroundings with(Cores cores) {
        return new Surroundings(Map.of(), "none", null, "", cores, false, null);
    }

    static Surroundings limits(String locked, String files, boolean fastNetwork) {
        return new Surroundings(Map.of(), "none", null, String.format(LIMITS, locked, files), CORES, fastNetwork, null);
    }

    static Surroundings engine(String engine, String failure) {
        return new Surroundings(Map.of(), engine, failure, "", CORES, false, null);
    }

    static NodeReport node(String host, int ranks, int java, String jdk, long clock, Finding... findings) {
        return new NodeReport(host, ranks, List.of(new Jdk(java, jdk)), 8, 8, List.of(clock), List.of(findings));
    }

    static NodeReport node(String host, Finding... findings) {
        return node(host, 1, 25, "x", 0, findings);
    }

    /** Level and text of each finding, which is what tests look at. */
    static List<String> lines(List<Finding> findings) {
        return findings.stream().map(f -> f.level().word() + " " + f.text()).toList();
    }
}
