package io.classcast.cluster.openjdk;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A JDK whose {@code bin/java} is {@code bcastjar run -- java}: tests that start {@code java} themselves go through it,
 * too. Made of hard links. The real launcher is {@code bin/real/java}: it takes what is above bin for its home (libjli,
 * GetApplicationHome), and looks for its library in lib beside its own directory.
 */
final class RunJdk {
    private static final int SECONDS = 300;

    private RunJdk() {
    }

    /**
     * Makes it.
     *
     * @param jdk to make it of
     * @param home directory that is removed and made anew
     * @param bcastjar and its command and options
     * @return home
     */
    static Path make(Path jdk, Path home, List<String> bcastjar) throws IOException {
        run("rm", "-rf", home.toString());
        Files.createDirectories(home.getParent());
        Path real = jdk.toRealPath();
        boolean links = Files.getFileStore(real).equals(Files.getFileStore(home.getParent()));
        run("cp", links ? "-al" : "-a", real.toString(), home.toString());
        Path java = home.resolve("bin/java");
        Path launcher = launcher(home);
        Files.createDirectories(launcher.getParent());
        Files.move(java, launcher);
        Files.createSymbolicLink(home.resolve("bin/lib"), Path.of("../lib"));
        StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
        bcastjar.forEach(word -> script.append(" '").append(word).append('\''));
        Files.writeString(java, script.append(" -- '").append(launcher).append("' \"$@\"\n"));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    /** The real launcher. */
    static Path launcher(Path home) {
        return home.resolve("bin/real/java");
    }

    private static void run(String... command) {
        Command.run(List.of(command), Map.of(), SECONDS).orFail(String.join(" ", command));
    }
}
