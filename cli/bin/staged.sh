# bcastjar run --staged DIR: finds what bcastjar stage brought to this node, and makes sure that nobody else can have put something in
# its place. Sourced by run.sh; looks at the node's own disk only, but for elements with .. in them.
# Variables: staged, the directory; user_dir, not empty where java may have another; rank; found and path_found, results; here, the working directory without links.

. "$scripts/trusted.sh"
tab=$(printf '\t')

# Sets staged to the directory without links; fails where it is not to be trusted.
staged_open() {
    [ -d "$staged/.classcast" ] || fail "nothing is staged in $staged; see bcastjar stage --help"
    is_trusted "$staged" .classcast .classcast/places .classcast/java-home ||
        fail "$problem, so others could change what is staged there; stage it anew, in a directory of your own"
    staged=$real
    staged_tops=:
    places=
    [ ! -f "$staged/.classcast/places" ] || places=$line_end$(command -p cat "$staged/.classcast/places")
    here=$(pwd -P)
    above=
    user_dir=
    case "${JAVA_TOOL_OPTIONS-} ${_JAVA_OPTIONS-}" in
        *-Duser.dir* | *-XX:VMOptionsFile=*) staged_user_dir ;;
    esac
}

# To be called where java may be given another user.dir, which it resolves relative elements against.
staged_user_dir() {
    [ -z "$user_dir" ] || return 0
    user_dir=true
    # One may have been found by the working directory already.
    [ -z "${modules-}" ] || verdict="-Duser.dir behind a module path"
    [ "$rank" != 0 ] || echo "bcastjar $command: java has another user.dir: relative elements are used from where they are" >&2
}

# Whether what lies below a name in the directory ($1) is closed to others: asked once for each, and said once on each node.
staged_closed() {
    case $staged_tops in
        *":$1=yes:"*) return 0 ;;
        *":$1=no:"*) return 1 ;;
    esac
    if are_closed inside "$staged/$1"; then
        staged_tops=$staged_tops$1=yes:
        return 0
    fi
    staged_tops=$staged_tops$1=no:
    case ${OMPI_COMM_WORLD_LOCAL_RANK:-${MPI_LOCALRANKID:-${SLURM_LOCALID:-0}}} in
        0) echo "bcastjar $command: $problem, so nothing in $staged/$1 is used; remove it and stage anew" >&2 ;;
    esac
    return 1
}

# Sets found to the staged copy of an absolute path ($1), if there is one. $2: not empty where its jars are meant, not itself.
staged_copy() {
    path=$1
    case $path/ in
        */../*)
            # What stands before .. may be a link. Many elements go up from one directory.
            path=$path/
            if [ "${path%/../*}" != "$above" ]; then
                above=${path%/../*}
                below=$(command -p readlink -f -- "$above/.." && echo .)
                below=${below%"$line_end."}
            fi
            [ -n "$below" ] || return 1
            path=${below%/}/${path##*/../}
            path=${path%/} ;;
    esac
    case $path/ in
        *//*|*/./*) path=$(printf '%s\n' "$path/" | command -p sed -e 's#//*#/#g' -e ':a' -e 's#/\./#/#' -e 'ta' -e 's#/$##') ;;
    esac
    # A directory that only leads to what was staged stands for itself in a wildcard alone.
    if [ -e "$staged/classpath$path" ] && { [ -n "$2" ] || [ ! -d "$staged/classpath$path" ]; } && staged_closed classpath; then
        found=$staged/classpath$path
        return 0
    fi
    origin=$path
    while [ -n "$origin" ]; do
        case $places in
            *"$line_end$origin$tab"*)
                place=${places#*"$line_end$origin$tab"}
                place=${place%%"$line_end"*}
                if [ -e "$staged/$place${path#"$origin"}" ] && staged_closed "${place%%/*}"; then
                    found=$staged/$place${path#"$origin"}
                    return 0
                fi ;;
        esac
        origin=${origin%/*}
    done
    return 1
}

# Sets found to the staged copy of a file or directory ($1); to the path itself where there is none. $2: as above.
staged_path() {
    case $1 in
        /*) ! staged_copy "$1" "$2" || return 0 ;;
        *)
            [ -z "$user_dir" ] || { found=$1; return 0; }
            # As java resolves it, and as it was named where a link leads to the working directory.
            ! staged_copy "$here/${1#./}" "$2" || return 0
            [ "$PWD" = "$here" ] || ! staged_copy "$PWD/${1#./}" "$2" || return 0 ;;
    esac
    [ "$rank" != 0 ] || echo "bcastjar $command: $1 is not staged in $staged; it is used from where it is" >&2
    found=$1
}

# Sets path_found to the same of each element of a class path or module path ($1), wildcards included.
staged_class_path() {
    rest=$1:
    path_found=
    while [ -n "$rest" ]; do
        element=${rest%%:*}
        rest=${rest#*:}
        case $element in
            "") staged_path . ;;
            \*) staged_path . jars; found=$found/* ;;
            */\*) staged_path "${element%/\*}" jars; found=$found/* ;;
            *) staged_path "$element" ;;
        esac
        path_found=$path_found:$found
    done
    path_found=${path_found#:}
}

# The staged JDK, where it is the one that was asked for: java without a path, or in the JDK's own home.
staged_java() {
    [ -x "$staged/jdk/bin/java" ] && [ -f "$staged/.classcast/java-home" ] || return 0
    home=${java%/bin/java}
    while read -r origin; do
        if [ "$java" = java ] || [ "$home" = "$origin" ]; then
            staged_closed jdk || return 0
            java=$staged/jdk/bin/java
            JAVA_HOME=$staged/jdk
            export JAVA_HOME
            return 0
        fi
    done < "$staged/.classcast/java-home"
    [ "$rank" != 0 ] || echo "bcastjar $command: the JDK in $staged is not that of $java, which is used" >&2
}
