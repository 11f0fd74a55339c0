package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a set of namespaces open. The holder, a shell, is process 1 of its PID namespace, waits for orphans, and reads a pipe
 * from the harness: when the harness ends, even by SIGKILL, the pipe closes, the holder ends, and the kernel ends all that
 * runs in the namespaces and takes down their mounts and network devices. Nothing is made outside of them.
 */
final class Holder implements AutoCloseable {
    private final Process unshare;
    private final long pid;

    Holder() {
        try {
            unshare = new ProcessBuilder("unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork",
                    "--kill-child=SIGKILL", "--mount-proc", "sh", "-c", "cat; true").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            pid = child();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make namespaces (root and util-linux are needed)", e);
        }
    }

    private long child() {
        for (int i = 0; i < 500; i++) {
            // Before it is a shell, the child is still a copy of unshare, and its /proc may be the machine's.
            var shell = unshare.children().filter(c -> !c.info().command().orElse("unshare").endsWith("unshare"))
                    .findFirst();
            if (shell.isPresent()) {
                return shell.get().pid();
            }
            if (!unshare.isAlive()) {
                break;
            }
            sleep(10);
        }
        throw new IllegalStateException("unshare made no namespaces; this needs root");
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The holder's process id, as the harness sees it. */
    long pid() {
        return pid;
    }

    /** A command that runs inside, in a directory of the inside. */
    List<String> enter(String directory, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid), "-n", "-m", "-u", "-i", "-p",
                "--", "sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", directory));
        whole.addAll(command);
        return whole;
    }

    @Override
    public void close() {
        try {
            unshare.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is gone: so is the holder.
        }
        Command.kill(unshare);
    }
}
