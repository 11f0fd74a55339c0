package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who defines the classes is the system class loader, for all that a program can ask, whichever loader that is and however the program is started. */
class SystemLoaderIT {
    /** Options of the agent. */
    private static final List<String> LOADERS = List.of("app", "broadcast");

    private Path here;

    /** Two class-path entries, a jar and a directory, of the fixtures. */
    private String classPath(int jdk, String name) throws IOException {
        here = Fixtures.empty(Fixtures.workspace(name + jdk));
        Path classes = here.resolve("classes");
        Fixtures.compile("loaders", classes);
        Files.delete(classes.resolve("beside/Absent.class"));
        Files.writeString(classes.resolve("spot/Words.properties"), "word=said\n");
        Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(classes.resolve("META-INF/services/spot.Greeting"), "spot.Hello\n");
        Path manifest = Files.writeString(here.resolve("manifest"), "Implementation-Title: spots\n");
        Path jar = here.resolve("spots.jar");
        jar(jar, manifest, classes, "spot", "META-INF");
        Path apart = Files.createDirectories(here.resolve("apart"));
        for (String moved : List.of("beside")) {
            Files.move(classes.resolve(moved), apart.resolve(moved));
        }
        Path main = Files.createDirectories(here.resolve("main"));
        Files.move(classes.resolve("Who.class"), main.resolve("Who.class"));
        return jar + ":" + apart + ":" + main;
    }

    private static void jar(Path jar, Path manifest, Path from, String... members) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString(), "-m", manifest.toString()));
        for (String member : members) {
            command.addAll(List.of("-C", from.toString(), member));
        }
        Command.run(command, Map.of(), 60).orFail("jar");
    }

    private static String lines(Command.Result result) {
        assertThat(result.exit()).as(result.err()).isZero();
        // HotSpot tells the parents of all loaders but those that it knows (ClassLoaderData::is_builtin_class_loader_data).
        return result.out().replace("unnamed module of loader 'app', parent loader 'platform')", "unnamed module of loader 'app')");
    }

    private static void same(String what, String actual, String expected) {
        List<String> left = new ArrayList<>(actual.lines().toList());
        List<String> missing = new ArrayList<>(expected.lines().toList());
        missing.removeAll(left);
        left.removeAll(expected.lines().toList());
        assertThat(left).as(what + ", in place of " + missing).isEmpty();
        assertThat(actual).as(what).isEqualTo(expected);
    }

    private Command.Result run(int jdk, List<String> options, List<String> program) {
        List<String> command = new ArrayList<>(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine", "none", "--store", here.toString()));
        command.addAll(options);
        command.addAll(List.of("--", Machine.jdk(jdk) + "/bin/java"));
        command.addAll(program);
        return Command.run(command, Map.of(), 120);
    }

    private static Command.Result agent(int jdk, List<String> before, String options, List<String> program) {
        List<String> command = new ArrayList<>(before);
        if (options != null) {
            command.add(Fixtures.agent(options));
        }
        command.addAll(program);
        return Fixtures.java(jdk, command.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void everyQuestionHasTheAnswerOfPlainJava(int jdk) throws IOException {
        List<String> program = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-ea:beside...", "-cp", classPath(jdk, "who"), "Who");
        String plain = lines(agent(jdk, List.of(), null, program));
        assertThat(plain).contains("own is system: true", "annotated: true", "by package: java.lang.AssertionError: not positive", "greetings: [spot.Hello]", "javac");
        for (String loader : LOADERS) {
            Command.Result served = agent(jdk, List.of(), "engine=none,loader=" + loader, program);
            same(loader, lines(served), plain);
            assertThat(served.err()).contains("served to 1 rank");
            same("run, " + loader, lines(run(jdk, List.of("--loader", loader), program)), plain);
        }
        for (boolean archived : new boolean[] {false, true}) {
            Command.Result served = run(jdk, List.of("--archive", "auto"), program);
            same("archive " + archived, lines(served), plain);
            assertThat(served.err().contains(", class archive)")).isEqualTo(archived);
        }
    }
}
