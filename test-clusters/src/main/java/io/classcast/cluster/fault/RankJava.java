package io.classcast.cluster.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The java of the ranks: a script that finds out which rank it is, notes its process id, does what the fault wants, and becomes
 * java. MPJ's starter and daemons, which run under it as well, are left alone.
 */
final class RankJava {
    private static final String SCRIPT = """
            #!/bin/sh
            java=%s/bin/java
            case " $* " in
                *starter.jar*|*daemon.jar*) exec $java "$@" ;;
                *runtime.daemon.Wrapper*) rank=$(for a; do echo "$a"; done | sed -n '/^runtime.daemon.Wrapper$/{n;n;n;n;n;n;p;q}') ;;
                *) rank=${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-$CLASSCAST_TEST_RANK}} ;;
            esac
            export CLASSCAST_TEST_RANK=$rank
            echo $$ > %s/pid-$rank.part && mv %s/pid-$rank.part %s/pid-$rank
            %s
            case $rank in
            %s
            esac
            exec $java "$@"
            """;

    private RankJava() {
    }

    /** Writes the script; gives the home of a JDK that has it as its java. */
    static Path write(Scene scene, Path jdk, boolean faulty) throws IOException {
        Path home = scene.cluster.workspace().resolve("rank-java");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        StringBuilder each = new StringBuilder();
        if (faulty) {
            scene.ofRank.forEach((rank, lines) -> each.append("    ").append(rank).append(") ").append(lines).append(" ;;\n"));
        }
        each.append("    *) ;;");
        String signs = scene.signs.toString();
        Files.writeString(java, SCRIPT.formatted(jdk, signs, signs, signs, String.join("\n", scene.everyRank), each));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }
}
