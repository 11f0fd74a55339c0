package io.classcast.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One JVM to start. Its environment is this one's without the variables that would change what is measured. */
public final class JavaCommand {
    private static final long LIMIT_SECONDS = 300;

    private final List<String> command;

    /**
     * A command.
     *
     * @param jdk which JDK runs it
     * @param arguments JVM options, main class, arguments
     */
    public JavaCommand(Jdk jdk, List<String> arguments) {
        this(Stream.concat(Stream.of(jdk.java().toString()), arguments.stream()).toList());
    }

    /**
     * A command.
     *
     * @param line java, or what starts it, and its arguments
     */
    public JavaCommand(List<String> line) {
        command = List.copyOf(line);
    }

    /**
     * The command line.
     *
     * @return program and arguments
     */
    public List<String> line() {
        return command;
    }

    /**
     * Runs the JVM to its end.
     *
     * @return what it printed and how long it took, from before the fork to after the exit
     * @throws IOException if it cannot be started, fails, or does not end
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Outcome run() throws IOException, InterruptedException {
        Path out = Files.createTempFile("startup-bench", ".out");
        Path err = Files.createTempFile("startup-bench", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("CLASSCAST_") || name.equals("JAVA_TOOL_OPTIONS")
                    || name.equals("JDK_JAVA_OPTIONS") || name.equals("CLASSPATH"));
            long start = System.nanoTime();
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end after " + LIMIT_SECONDS + " s: " + shortLine());
            }
            double wallMillis = (System.nanoTime() - start) / 1e6;
            Outcome outcome = new Outcome(wallMillis, Files.readString(out), Files.readString(err));
            if (process.exitValue() != 0) {
                throw new IOException("exit code " + process.exitValue() + " of " + shortLine() + "\n" + outcome.err());
            }
            return outcome;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private String shortLine() {
        String line = String.join(" ", command);
        return line.length() <= 500 ? line : line.substring(0, 500) + " ...";
    }
}
