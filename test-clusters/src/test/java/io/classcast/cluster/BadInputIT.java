package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad input gives one clear line that names it, and the job runs as without Classcast. */
@Tag("measuring")
class BadInputIT {
    private static final String MAIN = "LoadGenerated";

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void badEntriesAndStoresAreNamedAndTheJobRuns(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("bad" + jdk), 2, 4)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            String good = Fixtures.generate(shared.source(), shared.mount(), 20, 5, 2);
            Fixtures.compile("mpj", shared.source().resolve("exploded/d0"));
            Path text = Files.writeString(shared.source().resolve("text.jar"), "this is no zip file");
            Path cut = shared.source().resolve("cut.jar");
            byte[] jar = Files.readAllBytes(MpjHome.make().resolve("lib/mpi.jar"));
            Files.write(cut, Arrays.copyOf(jar, jar.length / 2));
            Path big = shared.source().resolve("big.jar");
            Files.write(big, new byte[8 << 20]);
            shared.remount();
            Path seen = shared.mount();
            List<String> plain = run(cluster, jdk, good, null).output();

            String odd = good + ":" + seen.resolve("gone.jar") + ":" + seen.resolve("text.jar") + ":" + seen.resolve("cut.jar");
            JobOutcome entries = run(cluster, jdk, odd, "engine=mpj");
            assertThat(entries.output()).isEqualTo(plain);
            for (String name : new String[] {"gone.jar", "text.jar", "cut.jar"}) {
                assertThat(entries.agentLines()).as(name).filteredOn(l -> l.contains(name)).hasSize(1);
            }
            assertThat(entries.agentLines()).anyMatch(l -> l.contains("served to 4 ranks on 2 nodes"));

            expectFallBack(run(cluster, jdk, good, "colour=red"), plain, "unknown option colour");
            expectFallBack(run(cluster, jdk, good, "mode=bytes"), plain, "mode=bytes");
            expectFallBack(run(cluster, jdk, good, "store=/no/such/directory"), plain, "/no/such/directory");
            // /dev/shm has 4 MB on these hosts, the class path more than that.
            expectFallBack(run(cluster, jdk, good + ":" + seen.resolve("big.jar"), "store=/dev/shm"), plain,
                    "No space left on device; set the option store");
            cluster.hosts().get(1).exec("/", Map.of(), 10, "mount", "-o", "remount,ro", "/dev/shm").orFail("remount");
            expectFallBack(run(cluster, jdk, good, "store=/dev/shm"), plain, "on node1: store /dev/shm");
            assertThat(text).exists();
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "sh", "-c", "ls /dev/shm/classcast-0/ | grep -v '^lock$'; true")
                        .out()).isEmpty();
            }
        }
    }

    private static void expectFallBack(JobOutcome outcome, List<String> plain, String reason) {
        assertThat(outcome.output()).as(String.join("\n", outcome.raw())).isEqualTo(plain);
        assertThat(outcome.agentLines()).singleElement().asString().contains("warning").contains(reason)
                .contains("classes are loaded as without Classcast");
    }

    private static JobOutcome run(Cluster cluster, int jdk, String classPath, String options) {
        List<String> jvm = options == null ? List.of() : List.of(Fixtures.agent(options));
        return new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), 4, jvm, classPath, MAIN, List.of("20", "5")), 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void strictStopsTheJvmWithCode78AndNothingIsPrintedOnStdout(int jdk) throws IOException {
        Path classes = Fixtures.workspace("plain" + jdk);
        Fixtures.compile("plain", classes);
        String path = classes.toString();
        Command.Result strict = Fixtures.java(jdk, Fixtures.agent("strict=true,store=/no/such"), "-cp", path, "Hello");
        assertThat(strict.exit()).isEqualTo(78);
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err().lines()).singleElement().asString().contains("/no/such").contains("strict");
        for (String options : List.of("", "verbose=true", "quiet=true", "mode=locations", "loader=app", "nonsense",
                "store=/no/such", "timeout=x", "engine=mpj", "timeout=0")) {
            Command.Result result = Fixtures.java(jdk, Fixtures.agent(options), "-cp", path, "Hello", "3");
            assertThat(result.exit()).as(options).isEqualTo(3);
            assertThat(result.out()).as(options).isEqualTo("hello\n");
            assertThat(result.err().lines()).as(options).hasSize(options.startsWith("quiet") ? 0
                    : options.startsWith("verbose") ? 2 : 1).allMatch(l -> l.startsWith("classcast: "));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aLimitOfThreadsEndsNoJob(int jdk) throws IOException {
        Path base = readableByAll();
        String classPath = base.resolve("classes") + (":" + base + "/none.jar").repeat(40);
        List<String> plain = List.of("-XX:+UseSerialGC", "-cp", classPath, "Hello");
        int least = 8;
        while (limited(least, jdk, plain).exit() != 0) {
            least++;
            assertThat(least).as("threads of a plain JVM").isLessThan(64);
        }
        List<String> served = new ArrayList<>(plain);
        served.add(0, "-javaagent:" + base.resolve("classcast-agent.jar") + "=engine=none,quiet=true");
        // With less than one thread to spare a JVM with any agent may not start.
        for (int threads = least + 1; threads < least + 14; threads++) {
            Command.Result result = limited(threads, jdk, served);
            assertThat(result.exit()).as(threads + " threads: " + result.err()).isZero();
            assertThat(result.out().lines()).as("without HotSpot's own lines").filteredOn(l -> !l.contains("[warning][os,thread]")).containsExactly("hello");
        }
        Command.run(List.of("rm", "-rf", base.toString()), Map.of(), 10);
    }

    /** Limits do not hold for root, and count all processes of a user: this one has no other. */
    private static Command.Result limited(int threads, int jdk, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", "4010", "--clear-groups", "sh", "-c", "ulimit -u " + threads + "; exec \"$@\"", "sh",
                Machine.jdk(jdk).resolve("bin/java").toString()));
        command.addAll(arguments);
        return Command.run(command, Map.of(), 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aDirectoryThatCannotBeListedIsLookedUpLive(int jdk) throws IOException {
        // Root may read everything, so this one runs as nobody.
        Path base = readableByAll();
        Path classes = base.resolve("classes");
        Path agent = base.resolve("classcast-agent.jar");
        Command.run(List.of("chmod", "711", classes.toString()), Map.of(), 10).orFail("chmod");
        Command.Result result = Command.run(List.of("setpriv", "--reuid", "65534", "--clear-groups",
                Machine.jdk(jdk).resolve("bin/java").toString(), "-javaagent:" + agent, "-cp", classes.toString(), "Hello"),
                Map.of(), 60);
        assertThat(result.out()).as(result.err()).isEqualTo("hello\n");
        assertThat(result.err().lines()).filteredOn(l -> l.contains(classes.toString())).singleElement().asString()
                .contains("cannot read");
        Command.run(List.of("rm", "-rf", base.toString()), Map.of(), 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aClassWhoseFileMayNotBeReadIsNotFoundAsInPlainJava(int jdk) throws IOException {
        Path base = readableByAll();
        Path classes = base.resolve("classes");
        Command.run(List.of("chmod", "600", classes.resolve("Hello.class").toString()), Map.of(), 10).orFail("chmod");
        Command.Result result = Command.run(List.of("setpriv", "--reuid", "65534", "--clear-groups",
                Machine.jdk(jdk).resolve("bin/java").toString(), "-javaagent:" + base.resolve("classcast-agent.jar"), "-cp", classes.toString(), "Hello"),
                Map.of(), 60);
        assertThat(result.err()).contains("served to 1 rank").contains("java.lang.ClassNotFoundException: Hello").doesNotContain("LinkageError");
        Command.run(List.of("rm", "-rf", base.toString()), Map.of(), 10);
    }

    /** A directory with the agent, and with classes. */
    private static Path readableByAll() throws IOException {
        Path base = Files.createTempDirectory("classcast-it");
        Fixtures.compile("plain", base.resolve("classes"));
        Files.copy(Machine.agent(), base.resolve("classcast-agent.jar"));
        Command.run(List.of("chmod", "-R", "a+rX", base.toString()), Map.of(), 10).orFail("chmod");
        return base;
    }
}
