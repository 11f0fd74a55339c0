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
        Path manifest = Files.writeString(root.resolve("manifest"), "Premain-Class: HoldsADefinition\n");
        Path jar = root.resolve("holds.jar");
        Command.run(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", root.resolve("classes").toString(), Machine.jdk(17) + "/bin/jar", "-c", "-f",
                jar.toString(), "-m", manifest.toString(), "HoldsADefinition.class", "HoldsADefinition$1.class"), Map.of(), 60).orFail("jar");
        // Ours first: the other agent's classes then come through it as well.
        Command.Result result = Command.run(List.of(Machine.jdk(jdk) + "/bin/java", Fixtures.agent("engine=none,quiet,loader=" + loader),
                "-javaagent:" + jar, "-cp", root.resolve("lib") + "/*:" + jar, "HoldsADefinition", "400", "100"), Map.of(), 60);
        assertThat(result.out()).as(result.err()).isEqualTo("loaded 399 while gen/p0/C0 was held\n");
        assertThat(result.exit()).isZero();
    }
}
