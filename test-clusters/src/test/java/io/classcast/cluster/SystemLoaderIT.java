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

    /** An agent whose jar is on the class path, and a jar that is appended to it while the program runs. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void anAgentAndItsProgramHaveOneLoaderWhicheverIsFirst(int jdk) throws IOException {
        here = Fixtures.empty(Fixtures.workspace("beside" + jdk));
        Path classes = here.resolve("classes");
        Fixtures.compile("agents", classes);
        Path services = Files.createDirectories(here.resolve("later/META-INF/services"));
        Files.writeString(services.resolve("spot.Greeting"), "spot.Appended\n");
        Files.createDirectories(here.resolve("later/spot"));
        Files.writeString(here.resolve("later/spot/appended.txt"), "text");
        for (String moved : List.of("spot/Appended.class", "spot/Appended$Deeper.class")) {
            Files.move(classes.resolve(moved), here.resolve("later").resolve(moved));
        }
        Path appended = here.resolve("appended.jar");
        jar(appended, Files.writeString(here.resolve("nothing"), "\n"), here.resolve("later"), ".");
        Path agent = here.resolve("agent.jar");
        List<String> nested = List.of("Appends.class", "Appends$Nested.class", "Appends$Later.class");
        jar(agent, Files.writeString(here.resolve("manifest"), "Premain-Class: Appends\nCan-Redefine-Classes: true\n"), classes, nested.toArray(new String[0]));
        for (String one : nested) {
            Files.delete(classes.resolve(one));
        }
        String path = classes + ":" + agent;
        for (boolean early : new boolean[] {false, true}) {
            String other = "-javaagent:" + agent + (early ? "=" + appended : "");
            List<String> program = new ArrayList<>(List.of("-cp", path, "Beside"));
            if (!early) {
                program.add(appended.toString());
            }
            String plain = lines(agent(jdk, List.of(other), null, program));
            assertThat(plain).contains("there: true", "later: true", "one of each: true", "appended: true", "sees: inside deeper", "services: [spot.Appendedtrue]");
            List<String> after = new ArrayList<>(List.of(other));
            after.addAll(program);
            for (String loader : LOADERS) {
                same(loader + ", other first", lines(agent(jdk, List.of(other), "engine=none,loader=" + loader, program)), plain);
                same(loader + ", ours first", lines(agent(jdk, List.of(), "engine=none,loader=" + loader, after)), plain);
                same(loader + ", run", lines(run(jdk, List.of("--loader", loader), after)), plain);
            }
            same("variable", lines(Command.run(command(jdk, program), Map.of("JAVA_TOOL_OPTIONS", other), 60)), plain);
        }
    }

    private List<String> command(int jdk, List<String> program) {
        List<String> command = new ArrayList<>(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine", "none", "--loader", "broadcast",
                "--store", here.toString(), "--", Machine.jdk(jdk) + "/bin/java"));
        command.addAll(program);
        return command;
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withAModulePathTheJdksLoaderDefinesTheClasses(int jdk) throws IOException {
        String path = classPath(jdk, "modular");
        Path modules = Files.createDirectories(here.resolve("modules"));
        List<String> program = List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-p", modules.toString(), "-cp", path, "Who");
        String plain = lines(agent(jdk, List.of(), null, program));
        Command.Result served = agent(jdk, List.of(), "engine=none,loader=broadcast,verbose", program);
        same("with modules", lines(served), plain);
        assertThat(served.err()).contains("loader=app: modules belong to the JDK's own loader");
    }

    /** HotSpot looks into the loader that it knows as the system class loader itself, and shows it to tools. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void toolsShowTheLoaderByItsName(int jdk) throws IOException {
        here = Fixtures.empty(Fixtures.workspace("jcmd" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        for (String loader : LOADERS) {
            Process program = new ProcessBuilder(Machine.jdk(jdk) + "/bin/java", Fixtures.agent("engine=none,quiet=true,loader=" + loader), "-cp",
                    here.resolve("classes").toString(), "Waits").redirectError(here.resolve("err").toFile()).start();
            try {
                program.inputReader().readLine();
                String tree = Command.run(List.of(Machine.jdk(jdk) + "/bin/jcmd", Long.toString(program.pid()), "VM.classloaders"), Map.of(), 60).orFail("jcmd").out();
                assertThat(tree).contains("+-- \"platform\", jdk.internal.loader.ClassLoaders$PlatformClassLoader")
                        .contains("+-- \"app\", jdk.internal.loader.").doesNotContain("io.classcast");
            } finally {
                program.destroyForcibly();
            }
        }
    }
}
