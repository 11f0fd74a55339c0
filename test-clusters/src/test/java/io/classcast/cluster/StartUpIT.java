package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs whose command line has the JDK load classes of theirs before any agent runs, or has no class path at all. */
class StartUpIT {
    private static Path here;

    @BeforeAll
    static void prepare() throws IOException {
        here = Fixtures.empty(Fixtures.workspace("start-up"));
        Doors.jar(Machine.home().resolve("src/test/fixtures/start"), here.resolve("classes"), here.resolve("app.jar"));
        Path module = Files.createDirectories(here.resolve("module/k")).getParent();
        Files.writeString(module.resolve("module-info.java"), "module m { exports k; }");
        Files.writeString(module.resolve("k/Main.java"), """
                package k;
                public class Main {
                    public static void main(String[] arguments) {
                        System.out.println("[" + System.getProperty("java.class.path") + "] " + ClassLoader.getSystemResource("seen.txt"));
                    }
                }
                """);
        Files.writeString(here.resolve("seen.txt"), "seen");
        Files.writeString(here.resolve("security.properties"), "security.provider.13=start.Provider\n");
        Files.writeString(here.resolve("file-systems"), "-Djava.nio.file.spi.DefaultFileSystemProvider=start.FileSystems");
        Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-d", here.resolve("modules/m").toString(), module.resolve("module-info.java").toString(),
                module.resolve("k/Main.java").toString()), Map.of(), 60).orFail("javac");
    }

    private static Doors started(int jdk, Map<String, String> environment, String... options) throws IOException {
        String[] arguments = java.util.stream.Stream.concat(java.util.Arrays.stream(options), List.of("-cp", "app.jar", "start.Main").stream()).toArray(String[]::new);
        return new Doors(jdk, here, environment, arguments);
    }

    @ParameterizedTest
    @CsvSource({"17, -Djava.system.class.loader=start.Loader", "25, -Djava.system.class.loader=start.Loader"})
    void aSystemClassLoaderOfTheProgramsOwn(int jdk, String option) throws IOException {
        Doors doors = started(jdk, Map.of(), option, "-Xlog:disable");
        assertThat(doors.plain().out()).contains("own system class loader: true");
        assertThat(List.of(doors.agent("loader=app"), doors.agent("loader=broadcast"), doors.run())).allSatisfy(
                r -> assertThat(r.err().lines().filter(l -> l.contains("as without Classcast"))).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aFileSystemProviderOfTheProgramsOwn(int jdk) throws IOException {
        Doors doors = started(jdk, Map.of(), "@file-systems");
        assertThat(doors.plain().out()).contains("own file systems: true");
        assertThat(List.of(doors.agent("loader=app"), doors.run("--loader=app"))).allSatisfy(r -> assertThat(r.err()).contains("served to 1 rank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"option", "variable"})
    void aSecurityManagerOfTheProgramsOwn(String place) throws IOException {
        String option = "-Djava.security.manager=start.Manager";
        Doors doors = place.equals("option") ? started(17, Map.of(), option) : started(17, Map.of("JDK_JAVA_OPTIONS", option));
        assertThat(doors.plain().out()).contains("own security manager: true");
        assertThat(List.of(doors.agent("loader=app"), doors.run("--loader=app"))).allSatisfy(r -> assertThat(r.err()).contains("served to 1 rank"));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void otherClassesThatPropertiesName(int jdk) throws IOException {
        Doors doors = started(jdk, Map.of(), "-Djava.protocol.handler.pkgs=start.handlers", "-Djava.security.properties=security.properties",
                "-Djava.util.logging.manager=start.Logs", "-Djava.content.handler.pkgs=start.contents", "-Djdk.serialFilterFactory=start.Filters");
        assertThat(doors.plain().out()).contains("protocol: odd", "provider: true", "logs: true", "content: ours", "filters: true");
        assertThat(List.of(doors.agent("loader=app"), doors.agent("loader=broadcast"), doors.run())).allSatisfy(
                r -> assertThat(r.err()).contains("served to 1 rank"));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aProgramOfModulesHasNoClassPath(int jdk) throws IOException {
        Doors doors = new Doors(jdk, here, Map.of(), "-p", "modules", "-m", "m/k.Main");
        assertThat(doors.plain().out()).isEqualTo("[] null\n");
        assertThat(doors.agent("loader=app").err()).contains("0 class-path entries (0 names");
        assertThat(doors.agent("loader=broadcast").err()).contains("0 class-path entries (0 names");
        assertThat(doors.run().err()).isEmpty();
        Doors given = new Doors(jdk, here, Map.of("CLASSPATH", "."), "--module-path=modules", "--module=m/k.Main");
        assertThat(given.plain().out()).startsWith("[.] file:");
        given.run("--loader=app");
    }
}
