package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive of application classes, dumped by the recipe of the documentation. */
class ApplicationArchiveIT {
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void isUsedThroughTheJdksOwnClassLoaderWithoutBeingAskedFor(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path jar = here.resolve("hello.jar");
        Command.run(List.of(Machine.jdk(17).resolve("bin/jar").toString(), "-c", "-f", jar.toString(), "-C",
                here.resolve("classes").toString(), "Hello.class"), java.util.Map.of(), 60).orFail("jar");
        Path archive = here.resolve("hello.jsa");
        String plain = run(jdk, "-XX:ArchiveClassesAtExit=" + archive, "-Xbootclasspath/a:" + Machine.agent(), "--add-modules",
                "java.instrument", "-cp", jar.toString(), "Hello").out();
        assertThat(plain).contains("hello");

        Path log = here.resolve("classes.log");
        List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log));
        assertThat(source(jdk, log, options, "verbose", "loader=app, for the classes of the archive")).contains("shared objects file");
        // The other loader would leave the classes of a package with two loaders.
        assertThat(source(jdk, log, options, "loader=broadcast", "loader=app for the archive")).contains("shared objects file");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void oneThatTheJvmHasRefusedCountsForNothing(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-refused" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path absent = here.resolve("absent.jsa");
        Path broken = Files.writeString(here.resolve("broken.jsa"), "no archive");
        for (List<String> options : List.of(List.of("-XX:SharedArchiveFile=" + absent), List.of("-XX:SharedArchiveFile=" + broken),
                List.of("-Xshare:off", "-XX:SharedArchiveFile=" + absent))) {
            List<String> arguments = new ArrayList<>(options);
            arguments.addAll(List.of("-Xlog:disable", Fixtures.agent("engine=none,loader=broadcast"), "-cp", here.resolve("classes").toString(), "Hello"));
            Command.Result result = run(jdk, arguments.toArray(new String[0]));
            assertThat(result.out()).contains("hello");
            assertThat(result.err()).contains("served to 1 rank").doesNotContain("for the archive");
        }
    }

    private static String source(int jdk, Path log, List<String> options, String agent, String line) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(Fixtures.agent("engine=none," + agent), "-cp", log.resolveSibling("hello.jar").toString(), "Hello"));
        Command.Result result = run(jdk, arguments.toArray(new String[0]));
        assertThat(result.out()).contains("hello");
        assertThat(result.err()).contains(line);
        return Files.readAllLines(log).stream().filter(l -> l.contains(" Hello source:")).findFirst().orElseThrow();
    }

    private static Command.Result run(int jdk, String... arguments) {
        Command.Result result = Fixtures.java(jdk, arguments);
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }
}
