package io.classcast.cluster.openjdk;

import io.classcast.cluster.Command;
import io.classcast.cluster.Machine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JDK and the JVM's options of each way. Our line is left out: many tests compare all that a JVM prints. */
final class Starter {
    private static final int SECONDS = 60;

    private final Path jdk;
    private final Path runJdk;
    private final Path emptyAgent;
    private final String engineAndStore;
    private final List<String> bcastjar;

    /**
     * Makes what the ways need.
     *
     * @param home directory that takes it
     * @param jdk to test with
     */
    Starter(Path home, Path jdk) throws IOException {
        this.jdk = jdk;
        emptyAgent = home.resolve("empty-agent.jar");
        EmptyAgent.pack(emptyAgent);
        Path store = Files.createDirectories(home.resolve("store"));
        engineAndStore = "engine=none,store=" + store;
        bcastjar = List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine=none",
                "--store=" + store);
        List<String> quiet = new ArrayList<>(bcastjar);
        quiet.add("--quiet");
        runJdk = RunJdk.make(jdk, home.resolve("run-jdk"), quiet);
    }

    Path jdk(Way way) {
        return way == Way.RUN ? runJdk : jdk;
    }

    /** The version of the JDK, in full. */
    String version() throws IOException {
        for (String line : Files.readAllLines(jdk.resolve("release"))) {
            if (line.startsWith("JAVA_RUNTIME_VERSION=") || line.startsWith("JAVA_VERSION=")) {
                return line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
            }
        }
        throw new IOException(jdk + "/release names no version");
    }

    List<String> options(Way way) {
        return switch (way) {
            case PLAIN, RUN -> List.of();
            case EMPTY_AGENT -> List.of("-javaagent:" + emptyAgent);
            case APP, BROADCAST -> List.of(agent(way) + ",quiet=true");
        };
    }

    private String agent(Way way) {
        String loader = way.name().toLowerCase(Locale.ROOT);
        return "-javaagent:" + Machine.agent() + "=" + engineAndStore + ",loader=" + loader;
    }

    /**
     * Looks whether a JVM runs in each way, and whether Classcast serves its class path: tests that are served by
     * nobody would all be equal.
     */
    void probe() {
        for (Way way : Way.values()) {
            List<String> command = new ArrayList<>(List.of(jdk(way) + "/bin/java"));
            command.addAll(options(way));
            run(way, command);
        }
        served(Way.APP, List.of(jdk + "/bin/java", agent(Way.APP)));
        served(Way.BROADCAST, List.of(jdk + "/bin/java", agent(Way.BROADCAST)));
        List<String> command = new ArrayList<>(bcastjar);
        command.addAll(List.of("--", RunJdk.launcher(runJdk).toString()));
        served(Way.RUN, command);
    }

    private static Command.Result run(Way way, List<String> java) {
        List<String> command = new ArrayList<>(java);
        try {
            Path classes = Path.of(Probe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            command.addAll(List.of("-cp", classes.toString(), Probe.class.getName()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        Command.Result result = Command.run(command, Map.of(), SECONDS).orFail("a JVM, " + way);
        if (!result.out().equals("probed\n")) {
            throw new IllegalStateException("a JVM, " + way + ", printed " + result.out() + result.err());
        }
        return result;
    }

    private static void served(Way way, List<String> java) {
        Command.Result result = run(way, java);
        if (!result.err().contains(" served to ")) {
            throw new IllegalStateException("Classcast did not serve a JVM, " + way + ": " + result.err());
        }
    }
}
