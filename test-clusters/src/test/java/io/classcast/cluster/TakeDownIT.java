package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the harness ends, its hosts leave nothing: no process, no namespace, no mount, no network device. */
class TakeDownIT {
    private static final List<String> KINDS = List.of("net", "mnt", "uts", "ipc", "pid");

    @ParameterizedTest
    @ValueSource(strings = {"close", "exception", "INT", "TERM", "KILL"})
    void nothingIsLeftOfACluster(String end) throws Exception {
        nothingIsLeft(end, "sharedfs", 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "KILL"})
    void nothingIsLeftOfGlusterFs(String end) throws Exception {
        String before = glusterFiles();
        nothingIsLeft(end, "glusterfs", 10);
        assertThat(glusterFiles()).as("the machine's own files of GlusterFS").isEqualTo(before);
    }

    private static String glusterFiles() {
        return Command.run(List.of("sh", "-c", "find /var/lib/glusterd /var/log/glusterfs /run/gluster* 2>/dev/null | sort"), Map.of(), 10).out();
    }

    private static void nothingIsLeft(String end, String fileSystem, int processes) throws Exception {
        String links = links();
        Path workspace = Fixtures.workspace("take-down");
        // A test that runs in a shell's background has inherited an ignored SIGINT.
        Process harness = new ProcessBuilder("env", "--default-signal=INT", ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), "-Dclasscast.test-clusters=" + Machine.home(),
                Harness.class.getName(), end, workspace.toString(), fileSystem).start();
        Set<String> namespaces = new HashSet<>();
        for (String pid : harness.inputReader().readLine().split(" ")) {
            namespaces.addAll(namespaces(pid));
        }
        assertThat(namespaces).as("five for each host, and the bridge's").hasSizeGreaterThanOrEqualTo(10);
        assertThat(living(namespaces)).as("holder, file system and sleep on each host, and servers").hasSizeGreaterThanOrEqualTo(processes);

        harness.getOutputStream().write('\n');
        harness.getOutputStream().flush();
        if (end.equals(end.toUpperCase(java.util.Locale.ROOT))) {
            Command.run(List.of("kill", "-" + end, Long.toString(harness.pid())), Map.of(), 10).orFail("kill");
        }
        assertThat(harness.waitFor(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100 && !living(namespaces).isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(living(namespaces)).as("processes in the hosts' namespaces").isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(workspace.toString());
        assertThat(links()).isEqualTo(links);
    }

    /** The machine's own network devices. */
    private static String links() {
        return Command.run(List.of("ip", "-br", "link"), Map.of(), 10).orFail("ip").out();
    }

    private static Set<String> namespaces(String pid) throws IOException {
        Set<String> namespaces = new HashSet<>();
        for (String kind : KINDS) {
            namespaces.add(Files.readSymbolicLink(Path.of("/proc", pid, "ns", kind)).toString());
        }
        return namespaces;
    }

    private static Set<String> living(Set<String> namespaces) throws IOException {
        Set<String> pids = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    Set<String> own = namespaces(process.getFileName().toString());
                    own.retainAll(namespaces);
                    if (!own.isEmpty()) {
                        pids.add(process.getFileName().toString());
                    }
                } catch (IOException e) {
                    // It ended between the listing and the look.
                }
            }
        }
        return pids;
    }

    /** Runs in a JVM of its own: makes a cluster, tells the holders' process ids, and ends as told. */
    static final class Harness {
        private Harness() {
        }

        public static void main(String[] arguments) throws IOException {
            try (Cluster cluster = new Cluster(Path.of(arguments[1]), 2, 64)) {
                SharedFileSystem shared = arguments[2].equals("glusterfs") ? new GlusterFs(cluster, GlusterFs.Setup.COUNTING)
                        : new SharedFs(cluster, SharedFs.Costs.NONE);
                shared.remount();
                for (Host host : cluster.hosts()) {
                    // Keeps the shared file system busy and has no parent that waits for it.
                    host.exec("/", Map.of(), 10, "sh", "-c", "cd '" + cluster.workspace().resolve("shared")
                            + "' && (setsid sleep 1000 </dev/null >/dev/null 2>&1 &)").orFail("sleep");
                }
                System.out.println(cluster.all().map(host -> Long.toString(host.pid())).collect(Collectors.joining(" ")));
                int ignored = System.in.read();
                switch (arguments[0]) {
                    case "close" -> { }
                    case "exception" -> throw new IllegalStateException("as told");
                    default -> Holder.sleep(60_000);
                }
            }
        }
    }
}
