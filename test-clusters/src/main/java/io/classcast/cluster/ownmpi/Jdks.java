package io.classcast.cluster.ownmpi;

import io.classcast.cluster.Command;
import io.classcast.cluster.Machine;
import io.classcast.cluster.debian.DebianRoot;
import io.classcast.cluster.debian.RootCache;
import io.classcast.cluster.debian.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ranks' JDKs: the machine's, and Debian 13's JDK 21, copied out of its root, which runs with Debian 12's C library as well. */
final class Jdks {
    private static final int COPIED = 21;

    private Jdks() {
    }

    /** A JDK's home, which all hosts see. */
    static Path home(int feature) throws IOException {
        try {
            return Machine.jdk(feature);
        } catch (IllegalStateException e) {
            if (feature != COPIED) {
                throw e;
            }
        }
        Path copy = Machine.home().resolve("target/jdk-" + COPIED);
        if (!Files.exists(copy.resolve("bin/java"))) {
            copy(copy);
        }
        return copy;
    }

    private static void copy(Path copy) throws IOException {
        Path root;
        try {
            root = new RootCache().get(DebianRoot.TRIXIE);
        } catch (UnavailableException e) {
            throw new IllegalStateException("no JDK " + COPIED + " on this machine, nor in Debian 13's packages; set JDK_HOME_" + COPIED, e);
        }
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        // Its configuration is in the root's /etc: links are followed inside the root.
        String script = "rm -rf \"$2\" && mkdir -p \"$2\" && chroot \"$1\" tar -C /usr/lib/jvm/java-" + COPIED + "-openjdk-amd64 -chf - bin conf lib release | tar -C \"$2\" -xf -";
        Command.run(List.of("sh", "-ec", script, "sh", root.toString(), part.toString()), Map.of(), 120).orFail("copying JDK " + COPIED);
        Command.run(List.of(part.resolve("bin/java").toString(), "-version"), Map.of(), 30).orFail("Debian 13's JDK " + COPIED + " on this machine");
        Command.run(List.of("mv", "-T", part.toString(), copy.toString()), Map.of(), 30).orFail("mv");
    }
}
