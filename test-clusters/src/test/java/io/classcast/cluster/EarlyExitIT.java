package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM ends before the program begins, but not within premain, where JDK 26 and later wait for a minute. */
class EarlyExitIT {
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void premainHasReturnedAndNothingOfTheProgramHasRun(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("early-exit" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path other = Fixtures.agentJar(here, "Premain-Class: Announces\n", "Announces.class");
        Files.writeString(here.resolve("main"), "Main-Class: Shows\n");
        Path jar = here.resolve("app.jar");
        Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString(), "-m", here.resolve("main").toString(), "-C",
                here.resolve("classes").toString(), "Shows.class"), Map.of(), 60).orFail("jar");
        String agent = Fixtures.agent("engine=none,strict,store=/nonexistent");
        // A module, a class, a jar, what is not there at all: the launcher asks for them in ways of its own.
        for (List<String> program : List.of(List.of("-cp", here.resolve("classes").toString(), "Shows"), List.of("-jar", jar.toString()),
                List.of("-cp", "/nonexistent", "Absent"), List.of("-m", "jdk.compiler/com.sun.tools.javac.Main"))) {
            String[] command = new java.util.ArrayList<>(List.of(agent, "-javaagent:" + other, program.get(0), program.get(1),
                    program.size() > 2 ? program.get(2) : "-version")).toArray(String[]::new);
            Command.Result result = Fixtures.java(jdk, command);
            assertThat(result.exit()).as(program + result.err()).isEqualTo(78);
            assertThat(result.out()).as(program.toString()).isEqualTo("another agent\n");
            assertThat(result.err().lines()).singleElement().asString().contains("/nonexistent", "the job is stopped (strict)");
            assertThat(result.seconds()).isLessThan(20);
        }
    }

    /** It starts no program, so it never comes to where one is started. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theLauncherItselfEndsInTheSameWay(int jdk) {
        Command.Result result = Fixtures.java(jdk, Fixtures.agent("engine=none,strict,store=/nonexistent"), "-version");
        assertThat(result.exit()).isEqualTo(78);
        assertThat(result.seconds()).isLessThan(20);
    }
}
