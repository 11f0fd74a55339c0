package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program to its end. */
public final class Command {
    /**
     * How a program ended.
     *
     * @param exit its exit code
     * @param out its standard output
     * @param err its standard error
     * @param seconds wall time
     */
    public record Result(int exit, String out, String err, double seconds) {
        /**
         * Checks that it ended well.
         *
         * @param what it was, for the message
         * @return this
         */
        public Result orFail(String what) {
            if (exit != 0) {
                throw new IllegalStateException(what + " failed with exit code " + exit + "\n" + out + err);
            }
            return this;
        }
    }

    private Command() {
    }

    /**
     * Runs a program.
     *
     * @param command program and arguments
     * @param environment added to ours
     * @param seconds after which it is killed; its JVMs print first where their threads are
     * @return how it ended
     */
    public static Result run(List<String> command, Map<String, String> environment, int seconds) {
        try {
            Path out = Files.createTempFile("classcast-out", ".txt");
            Path err = Files.createTempFile("classcast-err", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile())
                        .redirectError(err.toFile()).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
                builder.environment().putAll(environment);
                long started = System.nanoTime();
                Process process = builder.start();
                boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
                double wall = (System.nanoTime() - started) / 1e9;
                if (!ended) {
                    showThreads(process);
                    kill(process);
                }
                String errors = text(err) + (ended ? "" : "\nkilled after " + seconds + " s");
                return new Result(ended ? process.exitValue() : 137, text(out), errors, wall);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }

    /** Bytes that are no UTF-8 become replacement characters: a test should fail on what a program printed, not on how. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** JVMs print their threads on standard output when they get SIGQUIT. */
    private static void showThreads(Process process) throws IOException, InterruptedException {
        List<String> kill = new ArrayList<>(List.of("kill", "-QUIT"));
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).filter(p -> p.info().command().orElse("").endsWith("/java"))
                .forEach(p -> kill.add(String.valueOf(p.pid())));
        if (kill.size() > 2) {
            new ProcessBuilder(kill).start().waitFor();
            Holder.sleep(2000);
        }
    }

    /**
     * Ends a process and all its descendants, and waits until they are gone.
     *
     * @param process to end
     */
    static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        descendants.forEach(ProcessHandle::destroyForcibly);
        // nsenter and unshare end with their child. Killed before it, they would leave a child to process 1, which does not
        // wait for it in many containers.
        if (descendants.isEmpty() || !gone(process.toHandle())) {
            process.destroyForcibly();
        }
        descendants.forEach(Command::gone);
        gone(process.toHandle());
    }

    private static boolean gone(ProcessHandle process) {
        for (int i = 0; i < 2000 && process.isAlive(); i++) {
            Holder.sleep(5);
        }
        return !process.isAlive();
    }
}
