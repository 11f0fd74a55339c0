package io.classcast.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a mount namespace the root of another Debian: read-only below, above it a layer in memory that ends with the namespace. Directories
 * of the machine stay visible at their paths; where the root has such a directory too, only those of its children that the root has not.
 */
final class HostRoot {
    /**
     * Runs with the machine's own programs until pivot_root(2), then with the root's. The processes of the namespace, its holder among
     * them, have the new root from then on, and so has who enters it. proc is that of the PID namespace in which this runs.
     */
    private static final String SCRIPT = """
            root=$1; hosts=$2; shm=$3
            shift 3
            top=/dev/shm
            mount -t tmpfs -o size=4g,mode=755 tmpfs $top
            mkdir $top/upper $top/work $top/root
            mount -t overlay -o lowerdir="$root",upperdir=$top/upper,workdir=$top/work overlay $top/root
            new=$top/root
            mount -t proc proc $new/proc
            mount --rbind /sys $new/sys
            mount --bind /dev $new/dev
            mkdir -p $new/dev/shm $new/dev/pts
            mount --rbind /dev/pts $new/dev/pts
            mount -t tmpfs -o size="$shm"m,mode=1777 tmpfs $new/dev/shm
            mount -t tmpfs -o size=2g,mode=1777 tmpfs $new/tmp
            mkdir $new/tmp/work
            [ -e $new/etc/hosts ] || : > $new/etc/hosts
            mount --bind "$hosts" $new/etc/hosts
            show() {
                mkdir -p "$new$1" && mount --rbind "$1" "$new$1"
            }
            for path in "$@"; do
                if [ ! -e "$new$path" ]; then
                    show "$path"
                    continue
                fi
                for child in "$path"/*; do
                    [ -e "$new$child" ] || [ ! -d "$child" ] || show "$child"
                done
            done
            mkdir $new/.machine
            cd $new
            pivot_root . .machine
            cd /
            umount -l /.machine
            rmdir /.machine
            """;

    private HostRoot() {
    }

    /**
     * What is to be run in the mount namespace, once.
     *
     * @param root directory of the other Debian; stays as it is
     * @param visible the machine's directories
     * @param hostsFile takes the place of /etc/hosts
     * @param shmMegabytes size of /dev/shm
     * @return program and arguments
     */
    static List<String> command(Path root, List<Path> visible, Path hostsFile, int shmMegabytes) {
        List<String> command = new ArrayList<>(List.of("sh", "-ec", SCRIPT, "sh", root.toString(), hostsFile.toString(),
                Integer.toString(shmMegabytes)));
        visible.forEach(path -> command.add(path.toString()));
        return command;
    }
}
