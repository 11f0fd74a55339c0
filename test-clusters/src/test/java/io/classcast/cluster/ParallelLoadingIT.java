package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 64 threads load overlapping sets of 10,000 classes; {@code -Dclasscast.repeat=100} does it a hundred times. */
class ParallelLoadingIT {
    private static final int CLASSES = 10_000;
    private static final int REPEAT = Integer.getInteger("classcast.repeat", 2);

    @ParameterizedTest
    @CsvSource({"17,broadcast", "25,broadcast", "17,app", "25,app"})
    void everyClassIsDefinedOnceAndNobodyWaitsForEver(int jdk, String loader) throws IOException {
        Path root = Fixtures.empty(Fixtures.workspace("parallel" + jdk + loader));
        Fixtures.compile("plain", root.resolve("classes"));
        Fixtures.generateJars(root, CLASSES, 100, 20);
        for (int seed = 0; seed < REPEAT; seed++) {
            List<String> command = new ArrayList<>(List.of(Machine.jdk(jdk) + "/bin/java",
                    Fixtures.agent("engine=none,quiet,loader=" + loader), "-cp", root.resolve("lib") + "/*:" + root.resolve("classes"),
                    "LoadsInParallel", "64", "" + CLASSES, "100", "" + seed));
            Command.Result result = Command.run(command, Map.of(), 120);
            assertThat(result.out()).as("seed %d: %s", seed, result.err()).isEqualTo("loaded " + CLASSES + "\n");
            assertThat(result.exit()).isZero();
            assertThat(result.err()).isEmpty();
        }
    }

    /** An agent stops one thread in the middle of a definition: a lock that were held there would stop the others. */
    @ParameterizedTest
    @CsvSource({"17,broadcast", "25,broadcast", "17,app", "25,app"})
    void noLockIsHeldWhileAClassIsBeingDefined(int jdk, String loader) throws IOException {
        Path root = Fixtures.empty(Fixtures.workspace("held" + jdk + loader));
        Fixtures.compile("plain", root.resolve("classes"));
        Fixtures.generateJars(root, 400, 100, 4);
        Path jar = Fixtures.agentJar(root, "Premain-Class: HoldsADefinition\n", "HoldsADefinition.class", "HoldsADefinition$1.class");
        // Ours first: the other agent's classes then come through it as well.
        Command.Result result = Command.run(List.of(Machine.jdk(jdk) + "/bin/java", Fixtures.agent("engine=none,quiet,loader=" + loader),
                "-javaagent:" + jar, "-cp", root.resolve("lib") + "/*:" + jar, "HoldsADefinition", "400", "100"), Map.of(), 60);
        assertThat(result.out()).as(result.err()).isEqualTo("loaded 399 while gen/p0/C0 was held\n");
        assertThat(result.exit()).isZero();
    }

    /** Our agent's own threads load the same classes while it steps into the JDK; here another agent sees to it that they do. */
    @ParameterizedTest
    @CsvSource({"17,broadcast", "25,broadcast", "17,app", "25,app"})
    void noLockIsHeldWhileAClassOfTheJdkIsBeingChanged(int jdk, String loader) throws IOException {
        Path root = Fixtures.empty(Fixtures.workspace("changed" + jdk + loader));
        Fixtures.compile("plain", root.resolve("classes"));
        // By the boot class path, as ours: the JDK's classes for reading jars are then left for ours to load.
        Path jar = Fixtures.agentJar(root, "Premain-Class: LoadsBeside\nBoot-Class-Path: agent.jar\n", "LoadsBeside.class");
        boolean met = false;
        // The threads may miss each other where another one of ours needs the second class at that moment.
        for (int start = 0; start < 5 && !met; start++) {
            Command.Result result = Command.run(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine=none",
                    "--loader=" + loader, "--", Machine.jdk(jdk) + "/bin/java", "-cp", root.resolve("classes").toString(), "Hello"),
                    Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + jar + "=java/io/RandomAccessFile+io/classcast/agent/asm/Context"), 60);
            assertThat(result.err()).contains(" served to 1 rank ");
            assertThat(result.out()).isEqualTo("hello\n");
            assertThat(result.exit()).isZero();
            met = result.err().contains("both are being loaded");
        }
        assertThat(met).as("both were being loaded").isTrue();
    }
}
