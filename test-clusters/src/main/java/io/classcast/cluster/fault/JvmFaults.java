package io.classcast.cluster.fault;

import static io.classcast.cluster.fault.Fault.Expected.SAME_OUTPUT;
import static io.classcast.cluster.fault.Fault.Expected.SERVED;

import io.classcast.cluster.Machine;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Limits of the process, JVM options that fight, a network that flips a bit, clocks, and class paths of odd sizes. */
final class JvmFaults {
    private static final int MANY_ENTRIES = 5_000;
    private static final int MANY_NAMES = 1_000_000;
    private static final long LARGE = 4L << 30;

    private JvmFaults() {
    }

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.of("few-descriptors", "64 file descriptors a process").shape(s -> s.everyRank.add("ulimit -n 64")),
                Fault.of("address-space", "an address space of 4 GB a process").shape(s -> {
                    s.everyRank.add("ulimit -v 4194304");
                    s.jvmOptions.addAll(List.of("-Xmx64m", "-XX:ReservedCodeCacheSize=32m", "-XX:CompressedClassSpaceSize=32m"));
                }),
                option("xshare-off", "-Xshare:off"), option("serial-gc", "-XX:+UseSerialGC"), option("little-heap", "-Xmx32m"),
                option("tmpdir-missing", "-Djava.io.tmpdir=/no/such/directory"),
                option("no-attach", "-XX:+DisableAttachMechanism"),
                option("interpreter", "-Xint"),
                Fault.of("security-manager", "a security manager that allows everything").shape(s -> {
                    Path policy = s.file("all.policy");
                    Files.writeString(policy, "grant { permission java.security.AllPermission; };");
                    s.jvmOptions.addAll(List.of("-Djava.security.manager", "-Djava.security.policy=" + s.shared.mount() + "/app/all.policy"));
                }).except((e, mode, jdk) -> jdk > 17 ? "JDK 24 and newer have none" : null).expect(SERVED),
                Fault.of("bit-in-transit", "one bit of the broadcast is flipped between the hosts").before(s -> s.ofRank.put(0,
                        "export LD_PRELOAD=" + Machine.home().resolve("target/bitflip.so") + " BITFLIP_MARK=" + s.signs + "/flipped"))
                        .during(s -> s.awaitSign("flipped"))
                        .except((e, mode, jdk) -> e == FaultEngine.NONE ? "nothing is sent" : mode == Mode.LOCATIONS
                                ? "the index is too short for the shim to tell it from other messages" : null),
                Fault.of("clock-skew", "jars were written by a host whose clock is a day ahead, or before 1970, and the second host is in another"
                        + " time zone").before(s -> {
                    s.everyRank.add("case $(hostname) in node1) export TZ=UTC+23 ;; esac");
                    Files.setLastModifiedTime(s.file("lib/g3.jar"), java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 86_400_000));
                    Files.setLastModifiedTime(s.file("lib/g2.jar"), java.nio.file.attribute.FileTime.fromMillis(-1000));
                }).expect(SERVED),
                Fault.of("no-entries", "a class path of missing entries only, but for the program").shape(s -> {
                    s.classes = 0;
                    s.classPath = s.shared.mount() + "/app/main";
                }).expect(SERVED),
                Fault.of("odd-names", "entries and names with characters of every Unicode plane").shape(JvmFaults::oddNames).expect(SERVED),
                Fault.of("many-entries", "a class path of 5,000 entries, in an argument file").shape(s -> {
                    StringBuilder path = new StringBuilder();
                    for (int i = 0; i < MANY_ENTRIES; i++) {
                        Files.createDirectories(s.file("e/" + i));
                        path.append(s.shared.mount()).append("/app/e/").append(i).append(':');
                    }
                    Files.writeString(s.file("class-path"), path + s.classPath);
                    s.classPath = "@" + s.shared.mount() + "/app/class-path";
                    s.extraSeconds = 60;
                }).except((e, mode, jdk) -> e == FaultEngine.NONE ? null : "MPJ's starter and mpirun put more on the class path")
                        .large().expect(SERVED),
                Fault.of("large-jar", "a jar of 4 GB (zip64) among the others").shape(s -> {
                    largeJar(s.file("large.jar"));
                    s.classPath += ":" + s.shared.mount() + "/app/large.jar";
                    s.extraSeconds = 60;
                }).large().expect(SAME_OUTPUT),
                Fault.of("million-names", "a jar of 1,000,000 names").shape(s -> {
                    try (var zip = Workload.zip(s.file("names.jar"))) {
                        for (int i = 0; i < MANY_NAMES; i++) {
                            Workload.add(zip, "names/n" + i, new byte[0]);
                        }
                    }
                    s.classPath += ":" + s.shared.mount() + "/app/names.jar";
                    s.extraSeconds = 60;
                }).large().expect(SAME_OUTPUT)));
        return faults;
    }

    private static Fault option(String name, String option) {
        return Fault.of(name, "the JVM option " + option).shape(s -> s.jvmOptions.add(option)).expect(SERVED);
    }

    private static void oddNames(Scene scene) throws java.io.IOException {
        Path jar = scene.file("odd-names.jar");
        try (var zip = Workload.zip(jar)) {
            for (int plane = 0; plane <= 16; plane++) {
                String character = new String(Character.toChars(plane * 0x10000 + 0x1F3));
                Workload.add(zip, "plane" + plane + "/" + character + ".txt", character.getBytes(StandardCharsets.UTF_8));
            }
        }
        scene.classPath += ":" + scene.shared.mount() + "/app/odd-names.jar";
    }

    /** A stored entry of 4 GB, a hole in the file, and one more name behind it, so that offsets need 64 bits. */
    private static void largeJar(Path jar) throws java.io.IOException {
        if (Files.exists(jar)) {
            return;
        }
        byte[] block = new byte[1 << 20];
        new Random(4).nextBytes(block);
        try (var zip = Workload.zip(jar)) {
            zip.setLevel(0);
            zip.putNextEntry(new java.util.zip.ZipEntry("large.bin"));
            for (long written = 0; written < LARGE + (1 << 20); written += block.length) {
                zip.write(block);
            }
            zip.closeEntry();
            Workload.add(zip, "behind.txt", "behind".getBytes(StandardCharsets.UTF_8));
        }
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
            if (file.length() <= LARGE) {
                throw new IllegalStateException(jar + " is too small");
            }
        }
    }
}
