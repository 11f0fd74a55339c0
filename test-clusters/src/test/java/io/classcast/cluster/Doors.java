package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program on this machine, plainly and with Classcast, by the doors that a user has: what it prints is the same. */
final class Doors {
    private final int jdk;
    private final Path here;
    private final Path store;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Command.Result plain;

    /**
     * Runs it plainly.
     *
     * @param jdk to run it with
     * @param here its working directory; the store is beside it
     * @param environment of it
     * @param arguments of java
     */
    Doors(int jdk, Path here, Map<String, String> environment, String... arguments) throws java.io.IOException {
        this.jdk = jdk;
        this.here = here;
        this.environment = environment;
        this.arguments = List.of(arguments);
        store = Fixtures.empty(here.resolveSibling(here.getFileName() + "-store"));
        plain = run(List.of(java()), this.arguments);
    }

    Command.Result plain() {
        return plain;
    }

    Path store() {
        return store;
    }

    /** With {@code -javaagent}, and these options beside the engine and the store. */
    Command.Result agent(String options) {
        List<String> all = new ArrayList<>(List.of(Fixtures.agent("engine=none,store=" + store + "," + options)));
        all.addAll(arguments);
        return same(run(List.of(java()), all), "agent " + options);
    }

    /** With {@code bcastjar run}, and these options. */
    Command.Result run(String... options) {
        List<String> command = new ArrayList<>(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine=none", "--store=" + store));
        command.addAll(List.of(options));
        command.addAll(List.of("--", java()));
        return same(run(command, arguments), "run " + List.of(options));
    }

    private Command.Result same(Command.Result served, String door) {
        assertThat(served.out()).as("JDK %s, %s: %s", jdk, door, served.err()).isEqualTo(plain.out());
        assertThat(served.exit()).as(door).isEqualTo(plain.exit());
        assertThat(served.err().lines().filter(l -> !l.startsWith("classcast: ") && !l.startsWith("bcastjar run: ")).toList()).as(door)
                .isEqualTo(plain.err().lines().toList());
        return served;
    }

    private Command.Result run(List<String> command, List<String> program) {
        List<String> whole = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", here.toString()));
        whole.addAll(command);
        whole.addAll(program);
        return Command.run(whole, environment, 60);
    }

    private String java() {
        return Machine.jdk(jdk) + "/bin/java";
    }

    /** Sources of a program, compiled into a jar. */
    static void jar(Path sources, Path classes, Path jar) {
        Application.compile(sources, List.of(), classes);
        Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString(), "-C", classes.toString(), "."), Map.of(), 60).orFail("jar");
    }
}
