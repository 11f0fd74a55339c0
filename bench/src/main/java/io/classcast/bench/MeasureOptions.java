package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that measures. */
final class MeasureOptions {
    private static final int USUAL_JDK = 17;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--jdk", paramLabel = "N",
            description = "JDK to measure, one that is installed beside the running one (default: 17 where there is one, else the running one)")
    private Integer jdk;

    @Option(names = "--rounds", paramLabel = "N", description = "measured rounds, all scenarios in each; one more fills the page cache")
    private Integer rounds;

    @Option(names = "--agent-options", paramLabel = "K=V,...", description = "added to the agent's options, for example store=DIR,mode=locations")
    private String agentOptions;

    @Option(names = "--check", description = "exit code 1 if a bound does not hold")
    private boolean check;

    Jdk jdk() throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        if (jdk == null) {
            Optional<Jdk> usual = Jdk.find(USUAL_JDK, running);
            return usual.isPresent() ? usual.get() : find(Runtime.version().feature(), running);
        }
        return find(jdk, running);
    }

    private static Jdk find(int feature, Path running) throws IOException {
        return Jdk.find(feature, running).orElseThrow(() -> new IllegalStateException("no JDK " + feature + " beside " + running));
    }

    int rounds(int usual) {
        return rounds == null ? usual : rounds;
    }

    boolean check() {
        return check;
    }

    /** The JVM option that starts the agent, with engine=none unless the options begin with another. */
    String agent(Path jar, String options) {
        String engine = options.startsWith("engine=") ? "=" : "=engine=none" + (options.isEmpty() ? "" : ",");
        return "-javaagent:" + jar + engine + options + (agentOptions == null ? "" : "," + agentOptions);
    }
}
