package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that measures. */
final class MeasureOptions {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--jdk", paramLabel = "N", defaultValue = "17",
            description = "JDK to measure, one that is installed beside the running one (default: ${DEFAULT-VALUE})")
    private int jdk;

    @Option(names = "--rounds", paramLabel = "N", description = "measured rounds, all scenarios in each; one more fills the page cache")
    private Integer rounds;

    @Option(names = "--agent-options", paramLabel = "K=V,...", description = "added to the agent's options, for example store=DIR,mode=locations")
    private String agentOptions;

    @Option(names = "--check", description = "exit code 1 if a bound does not hold")
    private boolean check;

    int feature() {
        return jdk;
    }

    Jdk jdk() throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        return Jdk.find(jdk, running).orElseThrow(() -> new IllegalStateException("no JDK " + jdk + " beside " + running));
    }

    int rounds(int usual) {
        return rounds == null ? usual : rounds;
    }

    boolean check() {
        return check;
    }

    /** The JVM option that starts the agent. */
    String agent(Path jar, String options) {
        return "-javaagent:" + jar + "=engine=none" + (options.isEmpty() ? "" : "," + options) + (agentOptions == null ? "" : "," + agentOptions);
    }
}
