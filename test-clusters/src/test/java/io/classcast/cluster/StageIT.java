package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bcastjar stage} on hosts: one reader, every node verified, and what happens to those that fail. */
class StageIT {
    private static final int JARS = 150;
    private static final int BIG_MIB = 64;
    private static final String TO = "/dev/shm/staged";

    private static JobOutcome bcastjar(Launcher launcher, int jdk, int ranks, String... arguments) {
        Path jar = Machine.home().resolveSibling("cli/target/bcastjar.jar");
        return launcher.run(new JobSpec(Machine.jdk(jdk), ranks, jdk < 22 ? List.of() : List.of("--enable-native-access=ALL-UNNAMED"), jar.toString(), "io.classcast.cli.BcastJar", List.of(arguments)), 120);
    }

    /** On one host, without its launcher: 0 where all that was staged there is as it should be. */
    private static Command.Result verify(Host host) {
        return host.exec("/tmp", Map.of(), 60, Machine.jdk(17) + "/bin/java", "-jar", Machine.home().resolveSibling("cli/target/bcastjar.jar").toString(),
                "verify", "--engine", "none", TO);
    }

    private static String said(JobOutcome outcome) {
        return String.join("\n", outcome.raw());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void rank0ReadsEachByteOnceAndTheNextStageSendsWhatChanged(Engine engine) throws IOException {
        int jdk = engine == Engine.MPJ ? 17 : 25;
        try (Cluster cluster = new Cluster(Fixtures.workspace("stage-" + engine), 3, 256)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            shared.direct(true);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.generateJars(app, 1500, 50, JARS);
            Fixtures.bigJar(app.resolve("lib/big.jar"), 20);
            Files.createFile(app.resolve("lib/empty"));
            List<Path> files;
            try (Stream<Path> all = Files.walk(app.resolve("lib"))) {
                files = all.filter(Files::isRegularFile).toList();
            }
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            String lib = shared.mount().resolve("app/lib").toString();
            Launcher launcher = engine.on(cluster);
            shared.remount();
            JobOutcome first = bcastjar(launcher, jdk, 6, "stage", "--to", TO, lib);
            assertThat(first.exit()).as(said(first)).isZero();
            assertThat(said(first)).contains("on 3 of 3 nodes", files.size() + " files");
            Counters reader = shared.counters(cluster.hosts().get(0));
            assertThat(reader.readBytes()).isEqualTo(bytes);
            assertThat(reader.open()).isEqualTo(files.size());
            assertThat(shared.counters(cluster.hosts().get(1))).isEqualTo(Counters.ZERO);
            assertThat(shared.counters(cluster.hosts().get(2))).isEqualTo(Counters.ZERO);
            JobOutcome verified = bcastjar(launcher, jdk, 6, "verify", TO);
            assertThat(verified.output().stream().filter(l -> l.contains("all as staged"))).as(said(verified)).hasSize(3);

            Path changed = files.stream().filter(f -> f.toString().endsWith(".jar") && !f.endsWith("big.jar")).findFirst().orElseThrow();
            Fixtures.bigJar(changed, 1);
            shared.remount();
            JobOutcome second = bcastjar(launcher, jdk, 6, "stage", "--to", TO, lib);
            assertThat(said(second)).contains("bcastjar: 1 file,", (files.size() - 1) + " files there already");
            assertThat(shared.counters(cluster.hosts().get(0)).readBytes()).isEqualTo(Files.size(changed));
            assertThat(shared.counters(cluster.hosts().get(0)).open()).isOne();

            JobOutcome cleaned = bcastjar(launcher, jdk, 6, "clean", TO);
            assertThat(cleaned.output().stream().filter(l -> l.contains("removed "))).as(said(cleaned)).hasSize(3);
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "ls", "/dev/shm").out()).doesNotContain("staged");
            }
        }
    }

    @Test
    void whatGoesWrongOnANodeOrWithASourceIsNamedAndARepeatCompletes() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("stage-faults"), 3, 200)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(0, 0, 0, 0));
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.bigJar(app.resolve("big.jar"), BIG_MIB);
            Fixtures.bigJar(app.resolve("small.jar"), 1);
            shared.remount();
            String source = shared.mount().resolve("app").toString();
            Launcher launcher = Engine.OPENMPI.on(cluster);
            Host second = cluster.hosts().get(1);
            Host third = cluster.hosts().get(2);

            // Full before the first byte.
            second.exec("/", Map.of(), 30, "fallocate", "-l", "150M", "/dev/shm/filler").orFail("filling");
            JobOutcome full = bcastjar(launcher, 25, 3, "stage", "--to", TO, source);
            assertThat(full.exit()).as(said(full)).isNotZero();
            assertThat(said(full)).contains("on 2 of 3 nodes").containsPattern("node1 +No space left");
            assertThat(verify(third).exit()).isZero();
            assertThat(second.exec("/", Map.of(), 10, "sh", "-c", "find " + TO + " -name '*.jar'").out()).isEmpty();

            // Full half way, by somebody else.
            second.exec("/", Map.of(), 30, "rm", "/dev/shm/filler").orFail("emptying");
            cluster.shape("100mbit");
            CompletableFuture<JobOutcome> running = CompletableFuture.supplyAsync(() -> bcastjar(launcher, 25, 3, "stage", "--to", TO, source));
            second.exec("/", Map.of(), 60, "sh", "-c", awaitPart() + "fallocate -l 160M /dev/shm/filler").orFail("filling half way");
            JobOutcome half = running.join();
            assertThat(half.exit()).as(said(half)).isNotZero();
            assertThat(said(half)).contains("on 2 of 3 nodes").containsPattern("node1 +app/big.jar: No space left");
            assertThat(second.exec("/", Map.of(), 10, "sh", "-c", "find " + TO + " -name 'big.jar'").out()).isEmpty();
            assertThat(verify(third).exit()).isZero();
            second.exec("/", Map.of(), 30, "rm", "/dev/shm/filler").orFail("emptying");

            // A source that grows while it is read; and two stages at once.
            bcastjar(launcher, 25, 3, "clean", TO);
            running = CompletableFuture.supplyAsync(() -> bcastjar(launcher, 25, 3, "stage", "--to", TO, source));
            second.exec("/", Map.of(), 60, "sh", "-c", awaitPart() + "true").orFail("waiting");
            Files.write(app.resolve("big.jar"), new byte[1], StandardOpenOption.APPEND);
            Command.Result other = second.exec("/tmp", Map.of(), 60, Machine.jdk(17) + "/bin/java", "-jar",
                    Machine.home().resolveSibling("cli/target/bcastjar.jar").toString(), "stage", "--engine", "none", "--to", TO, "/etc/hostname");
            assertThat(other.exit()).isEqualTo(1);
            assertThat(other.err()).contains("another bcastjar is writing to " + TO);
            JobOutcome grown = running.join();
            assertThat(grown.exit()).as(said(grown)).isNotZero();
            assertThat(said(grown)).containsPattern("all nodes +.*big.jar: changed while it was read");
            assertThat(third.exec("/", Map.of(), 10, "sh", "-c", "find " + TO + " -name '*.jar'").out()).contains("small.jar").doesNotContain("big.jar");

            // A leader is killed, then rank 0.
            for (Host victim : List.of(second, cluster.hosts().get(0))) {
                victim.exec("/", Map.of(), 10, "rm", "-rf", TO + "/.classcast/part").orFail("what the killed ones left");
                running = CompletableFuture.supplyAsync(() -> bcastjar(launcher, 25, 3, "stage", "--to", TO, source));
                victim.exec("/", Map.of(), 60, "sh", "-c", awaitPart() + "pkill -KILL -f '[c]li.BcastJar'").orFail("killing");
                assertThat(running.join().exit()).isNotZero();
                for (Host host : cluster.hosts()) {
                    assertThat(host.exec("/", Map.of(), 10, "sh", "-c", "find " + TO + "/app -name 'big.jar'").out()).as(host.name()).isEmpty();
                }
            }
            cluster.shape("1gbit");
            JobOutcome repeated = bcastjar(launcher, 25, 3, "stage", "--to", TO, source);
            assertThat(repeated.exit()).as(said(repeated)).isZero();
            assertThat(said(repeated)).contains("on 3 of 3 nodes", "bcastjar: 1 file,", "1 file there already");
            for (Host host : cluster.hosts()) {
                assertThat(verify(host).exit()).as(host.name()).isZero();
                assertThat(host.exec("/", Map.of(), 10, "ls", TO + "/.classcast").out()).doesNotContain("part");
            }
        }
    }

    /** Until the first bytes of a file of some size are there. */
    private static String awaitPart() {
        return "until [ \"$(cat " + TO + "/.classcast/part/* 2> /dev/null | wc -c)\" -gt 2000000 ]; do sleep 0.05; done; ";
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aProgramWithItsJdkAndClassPathStagedMakesNoOperationOnTheSharedFileSystem(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("staged-run" + jdk), 2, 400)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.compile("plain", app.resolve("classes"));
            Fixtures.generateJars(app, 300, 50, 30);
            Fixtures.empty(shared.source().resolve("jdk"));
            Files.delete(shared.source().resolve("jdk"));
            Command.run(List.of(Machine.jdk(jdk) + "/bin/jlink", "--add-modules", "java.base,java.logging", "--output", shared.source().resolve("jdk").toString()),
                    Map.of(), 120).orFail("jlink");
            Command.run(List.of(shared.source() + "/jdk/bin/java", "-Xshare:dump"), Map.of(), 120).orFail("archive of the JDK");
            String seen = shared.mount().toString();
            String classPath = seen + "/app/classes:" + seen + "/app/lib/*";
            shared.remount();
            Launcher staging = Engine.OPENMPI.on(cluster);
            JobOutcome stage = bcastjar(staging, 25, 2, "stage", "--to", TO, "--jdk=" + seen + "/jdk", "--classpath", classPath);
            assertThat(stage.exit()).as(said(stage)).isZero();
            shared.remount();
            for (Host host : cluster.hosts()) {
                List<String> command = new ArrayList<>(List.of("env", "PATH=" + seen + "/jdk/bin:/usr/bin:/bin",
                        Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--staged", TO, "--",
                        "java", "-Xshare:on", "-Xlog:class+load=info:file=/tmp/loaded.log", "-cp", classPath, "Shows", "one", "two words"));
                Command.Result result = host.exec("/tmp", Map.of(), 60, command.toArray(new String[0]));
                assertThat(result.exit()).as(result.err()).isZero();
                assertThat(result.err()).isEmpty();
                assertThat(result.out()).contains("two words");
                assertThat(shared.counters(host)).as(host.name()).isEqualTo(Counters.ZERO);
                assertThat(host.exec("/", Map.of(), 10, "grep", "-c", "shared objects file", "/tmp/loaded.log").out().trim()).as("classes from the JDK's own archive")
                        .hasSizeGreaterThan(2);
            }
        }
    }
}
