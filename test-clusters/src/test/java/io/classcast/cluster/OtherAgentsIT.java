package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other agents on the same command line, before ours and after. Mockito's, which attaches itself, is in docs/compatibility.md. */
class OtherAgentsIT {
    private static final String PROGRAM = "io.classcast.compat.guice.GuiceProgram";

    @ParameterizedTest
    @CsvSource({"17,broadcast", "17,app", "25,broadcast", "25,app"})
    void jacocoSeesTheSameClasses(int jdk, String loader) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("jacoco" + jdk + loader));
        List<String> plain = lines(jdk, List.of(jacoco(here.resolve("plain.exec"))));
        for (boolean first : new boolean[] {true, false}) {
            Path data = here.resolve("first" + first + ".exec");
            assertThat(lines(jdk, ordered(jacoco(data), loader, first))).isEqualTo(plain);
            // What it has instrumented it names.
            String name = PROGRAM.replace('.', '/');
            assertThat(Files.readString(here.resolve("plain.exec"), StandardCharsets.ISO_8859_1)).contains(name);
            assertThat(Files.readString(data, StandardCharsets.ISO_8859_1)).contains(name, "com/google/inject/Guice");
        }
    }

    @ParameterizedTest
    @CsvSource({"17", "25"})
    void ourOwnJarByAnotherNameIsOneWarningAndTheProgramRuns(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("renamed" + jdk));
        Path jar = Files.copy(Machine.agent(), here.resolve("classcast-agent-1.0.jar"));
        Path program = here.resolve("program");
        Application.compile(Machine.home().resolve("src/test/fixtures/plain"), List.of(), program);
        Command.Result result = Fixtures.java(jdk, "-javaagent:" + jar + "=engine=none", "-cp", program.toString(), "Hello");
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err().lines()).containsExactly("classcast: warning: the agent's jar has to be named classcast-agent.jar;"
                + " classes are loaded as without Classcast");
    }

    @ParameterizedTest
    @CsvSource({"17,broadcast", "25,broadcast", "25,app"})
    void openTelemetryRuns(int jdk, String loader) throws IOException {
        String other = "-javaagent:" + agent("opentelemetry-javaagent");
        List<String> plain = lines(jdk, List.of(other));
        assertThat(lines(jdk, ordered(other, loader, true))).isEqualTo(plain);
        assertThat(lines(jdk, ordered(other, loader, false))).isEqualTo(plain);
    }

    private static List<String> ordered(String other, String loader, boolean otherFirst) {
        String ours = Fixtures.agent("engine=none,loader=" + loader);
        return otherFirst ? List.of(other, ours) : List.of(ours, other);
    }

    private static String jacoco(Path data) throws IOException {
        return "-javaagent:" + agent("org.jacoco.agent") + "=destfile=" + data;
    }

    private static Path agent(String name) throws IOException {
        try (Stream<Path> files = Files.list(lib("agents"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
        }
    }

    private static Path lib(String folder) {
        return Machine.home().resolve("apps/compat/target/lib").resolve(folder);
    }

    /** The program's own lines: agents print theirs. */
    private static List<String> lines(int jdk, List<String> agents) throws IOException {
        List<String> command = new ArrayList<>(agents);
        command.addAll(List.of("-Dotel.traces.exporter=none", "-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none"));
        try (Stream<Path> jars = Files.list(lib("guice"))) {
            command.addAll(List.of("-cp", jars.map(Path::toString).sorted().collect(Collectors.joining(":")), PROGRAM));
        }
        Command.Result result = Fixtures.java(jdk, command.toArray(new String[0]));
        assertThat(result.exit()).as(result.err()).isZero();
        if (agents.size() > 1) {
            assertThat(result.err()).contains(" served to 1 rank ");
        }
        return result.out().lines().filter(l -> l.startsWith("= ")).toList();
    }
}
