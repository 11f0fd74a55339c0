# bcastjar run --archive auto: finds the class archive of an earlier job on this node. Sourced by run.sh; see
# docs/bcastjar-run.md. Variables: java, class_path, jar, agent, store. Sets agent_options, and archive_options for
# java, quoted for this shell.

. "$scripts/trusted.sh"

# Named after the program; only this user can have put it there.
find_archive() {
    for tool in cksum tr stat wc cat readlink; do
        command -v "$tool" > /dev/null || { tell "$tool is not on PATH, so there is no archive"; return 0; }
    done
    # Several JVMs of a node share the archive's pages if none relocates it (ASLR). One that is alone relocates it: all
    # at once that is cheaper than the JVM's own copying of a page for each class that it takes.
    case ${OMPI_COMM_WORLD_LOCAL_SIZE:-${MPI_LOCALNRANKS:-${SLURM_STEP_TASKS_PER_NODE:-1}}} in
        1|1\(x*\)) relocation=1 ;;
        *) relocation=0 ;;
    esac
    # An element that does not begin with a slash, an empty one too, is another one in another directory.
    at=
    case :$class_path: in
        *:[!/]* | ::) at=$(pwd -P) ;;
    esac
    key=$(printf '%s\n' "$(readlink -f "$(command -v "$java")")" "$class_path" "$agent" "$at" "$jar" | cksum | tr -s ' ' -)
    agent_options="$agent_options,archive=${key%-}"
    for base in "$store" /dev/shm "${TMPDIR-}" /tmp; do
        if [ -n "$base" ] && [ -d "$base" ] && [ -w "$base" ] && is_safe "$base"; then
            base=${real%/}/classcast-$user
            found=$base/archive-${key%-}.jsa
            if [ "$(stat -c '%u %a %F' -- "$base" 2> /dev/null)" = "$user 700 directory" ] && [ -f "$found" ] && [ -f "$found.kept" ] \
                && [ "$(wc -c < "$found")" -eq "$(cat "$found.kept")" ] 2> /dev/null; then
                quote "-XX:SharedArchiveFile=$found"
                # Locked again, as in symbols.sh, unless what java reads before it may have unlocked them.
                case "${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-}" in
                    *UnlockDiagnosticVMOptions* | *@* | *[\"\']*) ;;
                    *) quoted="-XX:-UnlockDiagnosticVMOptions $quoted" ;;
                esac
                archive_options="'-Xlog:cds*=off' -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=$relocation $quoted"
            fi
            break
        fi
    done
}
