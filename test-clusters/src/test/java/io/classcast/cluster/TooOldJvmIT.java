package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A JVM that is too old for the agent, or an agent whose classes are too new for the JVM: here all but the first one are of Java 170. */
class TooOldJvmIT {
    private static final int VERSION_AT = 7;

    private static Path here;
    private static Path agent;

    @BeforeAll
    static void makeAnAgentOfTheFuture() throws IOException {
        here = Fixtures.empty(Fixtures.workspace("too-old"));
        Fixtures.compile("plain", here.resolve("classes"));
        agent = here.resolve("classcast-agent.jar");
        try (JarFile real = new JarFile(Machine.agent().toFile()); OutputStream out = Files.newOutputStream(agent);
                JarOutputStream jar = new JarOutputStream(out, real.getManifest())) {
            for (ZipEntry entry : Collections.list(real.entries())) {
                if (entry.getName().endsWith(".class")) {
                    byte[] bytes = real.getInputStream(entry).readAllBytes();
                    if (entry.getName().equals("io/classcast/agent/Premain.class")) {
                        assertThat(bytes[VERSION_AT]).as("Java 8").isEqualTo((byte) 52);
                    } else {
                        bytes[VERSION_AT] = (byte) 214;
                    }
                    jar.putNextEntry(new ZipEntry(entry.getName()));
                    jar.write(bytes);
                }
            }
        }
    }

    private static Command.Result run(Map<String, String> environment, String... options) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/java"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", here.resolve("classes").toString(), "Shows", "exit"));
        return Command.run(command, environment, 60);
    }

    @Test
    void theProgramRunsAndOneLineSaysWhatIsNeeded() {
        Command.Result plain = run(Map.of());
        for (Command.Result result : List.of(run(Map.of(), "-javaagent:" + agent), run(Map.of(), "-javaagent:" + agent + "=strict=false,x=y"),
                run(Map.of("CLASSCAST_STRICT", "true"), "-javaagent:" + agent + "=strict=false"),
                run(Map.of("OMPI_COMM_WORLD_RANK", "0"), "-javaagent:" + agent))) {
            assertThat(result.exit()).isEqualTo(7);
            assertThat(result.out().lines().limit(2).toList()).isEqualTo(plain.out().lines().limit(2).toList());
            assertThat(result.err().lines()).singleElement().asString()
                    .matches("classcast: warning: this is Java 17.*, and Classcast needs JDK 17 or later; classes are loaded as without Classcast");
        }
    }

    @Test
    void strictStopsTheJob() {
        for (Command.Result result : List.of(run(Map.of(), "-javaagent:" + agent + "=strict"), run(Map.of("CLASSCAST_STRICT", "true"), "-javaagent:" + agent),
                run(Map.of("CLASSCAST_STRICT", "false"), "-Dclasscast.strict=true", "-javaagent:" + agent + "=engine=none"))) {
            assertThat(result.exit()).isEqualTo(78);
            assertThat(result.out()).isEmpty();
            assertThat(result.err().lines()).singleElement().asString().endsWith("the job is stopped (strict)");
        }
    }

    @Test
    void onlyTheFirstRankSaysIt() {
        for (String variable : List.of("OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID")) {
            assertThat(run(Map.of(variable, "3"), "-javaagent:" + agent).err()).isEmpty();
        }
        Command.Result variable = run(Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + agent));
        assertThat(variable.exit()).isEqualTo(7);
        assertThat(variable.err().lines().filter(l -> l.startsWith("classcast: "))).hasSize(1);
    }
}
