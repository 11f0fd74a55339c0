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

/** The ranks' JDKs: the machine's, and Debian 13's JDK 21, copied out of its root with the C library that it needs. */
final class Jdks {
    private static final int COPIED = 21;
    private static final String SCRIPT = """
            root=$1; copy=$2; part=$2.part
            rm -rf "$copy" "$part" && mkdir -p "$part/libc"
            chroot "$root" tar -C "/usr/lib/jvm/$3" -chf - bin conf lib release | tar -C "$part" -xf -
            cp -L "$root/lib64/ld-linux-x86-64.so.2" "$part/libc"
            for name in c m pthread dl rt resolv gcc_s stdc++ z; do
                cp -L "$root/lib/x86_64-linux-gnu/lib$name".so.[0-9] "$part/libc"
            done
            for program in bin/java lib/jspawnhelper; do
                patchelf --set-interpreter "$copy/libc/ld-linux-x86-64.so.2" --force-rpath --set-rpath '$ORIGIN/../libc:$ORIGIN/../lib' "$part/$program"
            done
            mv -T "$part" "$copy"
            "$copy/bin/java" -version || { rm -rf "$copy"; exit 1; }
            """;

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
        // Its configuration is in the root's /etc: links are followed inside the root. It wants a newer C library than Debian 12's: it has its own.
        Command.run(List.of("sh", "-ec", SCRIPT, "sh", root.toString(), copy.toString(), "java-" + COPIED + "-openjdk-amd64"), Map.of(), 120)
                .orFail("copying JDK " + COPIED);
    }
}
