package io.classcast.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * This process and its host, from /proc: {@code ProcessHandle} would start a thread pool, {@code InetAddress} would ask a name
 * server, both before the application's main.
 */
public final class OwnProcess {
    private OwnProcess() {
    }

    /**
     * The process id.
     *
     * @return decimal number
     */
    public static String pid() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString();
        } catch (IOException e) {
            return "0";
        }
    }

    /**
     * The host's name.
     *
     * @return as {@code uname -n} prints it
     */
    public static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
        } catch (IOException e) {
            return "an unknown host";
        }
    }
}
