package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/** What MPI launchers take for ssh: a script that enters a host's namespaces. */
final class RemoteShell {
    private RemoteShell() {
    }

    /**
     * Writes the script.
     *
     * @param cluster its hosts
     * @return the script, called as {@code ssh [options] HOST COMMAND…}
     */
    static Path write(Cluster cluster) {
        String cases = cluster.hosts().stream().map(host -> "    " + cluster.address(host) + ") pid=" + host.pid() + " ;;")
                .collect(Collectors.joining("\n"));
        // The working directory is changed after entering: before, it would be the other mount namespace's.
        String script = """
                #!/bin/sh
                while :; do
                    case $1 in
                        -l|-p|-o|-i) shift 2 ;;
                        -*) shift ;;
                        *) break ;;
                    esac
                done
                host=$1
                shift
                case $host in
                %s
                    *) echo "no host $host" >&2; exit 255 ;;
                esac
                exec nsenter -t $pid -m -n -u -i -p sh -c "cd /tmp/work && $*"
                """.formatted(cases);
        try {
            Path file = Files.writeString(cluster.workspace().resolve("remote-shell"), script);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the remote shell", e);
        }
    }
}
