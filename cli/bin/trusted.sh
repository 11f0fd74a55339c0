# Whether other users could put something else in the place of files that are about to be run: as TrustedPath.java has it for what is
# staged and stored. A path without links, all of whose directories from / down belong to this user or root and are closed to others,
# leads to the same place whenever it is used. Sourced by run.sh and staged.sh; find tells of all paths at once, so it is one process.

line_end='
'
# The user's id, as files that this process makes will have it (proc(5)).
while read -r line_name real_user user line_rest; do
    [ "$line_name" != Uid: ] || break
done < /proc/self/status

# Sets real: an absolute path ($1) without links, . and .., as the kernel resolves it; empty where a link of another user's, or more
# links than the kernel follows (path_resolution(7)), are on the way. Sets problem then.
resolve() {
    problem=
    real=
    ahead=$1/
    links=0
    while [ -n "$ahead" ]; do
        name=${ahead%%/*}
        ahead=${ahead#*/}
        case $name in
            "" | .) continue ;;
            ..) real=${real%/*}; continue ;;
        esac
        if [ ! -L "$real/$name" ]; then
            real=$real/$name
            continue
        fi
        links=$((links + 1))
        owner=$(command -p stat -c %u -- "$real/$name") && is_known "$owner" || problem="$1 leads through $real/$name, a link of another user ($owner)"
        [ "$links" -le 40 ] || problem="$1 leads through too many links"
        target=$(command -p readlink -- "$real/$name" && echo .) || problem="$1 leads through $real/$name, which cannot be read"
        if [ -n "$problem" ]; then
            real=
            return 1
        fi
        target=${target%"$line_end."}
        ahead=$target/$ahead
        case $target in
            /*) real= ;;
        esac
    done
    real=${real:-/}
}

# Whether an owner ($1) is this user, root, or, in a user namespace that has no name for most users (user_namespaces(7)), one of those.
is_known() {
    case $1 in
        0 | "$user") return 0 ;;
        65534) read -r inside outside count < /proc/self/uid_map; [ "$inside $outside $count" != "0 0 4294967295" ] ;;
        *) return 1 ;;
    esac
}

# Prints the first of some paths that is not closed to others. Links have all rights and use none; that a group may write is the user's own
# choice where the file is his. Variables of are_closed.
offender() {
    command -p find -P "$@" $depth \( ! -type l -perm -2 $exception -o ! -type l -perm -20 ! -uid "$user" $exception -o ! \( $known \) \) -print -quit 2>&1
}

# Whether all of some paths are closed to others; sets problem to what is wrong with the first that is not. $1: "itself", or "inside",
# which is of all that lies below them, too, where it does not help that a directory is sticky: others could add to it.
are_closed() {
    problem=
    known="-uid 0 -o -uid $user"
    ! is_known 65534 || known="$known -o -uid 65534"
    depth=
    exception=
    if [ "$1" = itself ]; then
        depth="-maxdepth 0"
        exception="! ( -type d -perm -1000 )"
    fi
    shift
    ifs=$IFS
    IFS=' '
    set -f
    # Again where a stage has just removed what find was about to look at.
    found=$(offender "$@") || found=$(offender "$@") || found=${found:-"find is not there, and $1 cannot be looked at"}
    set +f
    IFS=$ifs
    [ -n "$found" ] || return 0
    if ! owner=$(command -p stat -c %u -- "$found" 2> /dev/null); then
        problem="${found%%"$line_end"*}"
    elif is_known "$owner"; then
        problem="$found can be written to by others"
    else
        problem="$found belongs to another user ($owner)"
    fi
    return 1
}

# Sets real to a directory ($1) without links, or problem.
resolve_here() {
    case $1 in
        /*) resolve "$1" ;;
        *) resolve "$(pwd -P)/$1" ;;
    esac
}

# Whether what this user makes in a directory ($1) is safe from others. Sets real to it, without links, or problem.
is_safe() {
    resolve_here "$1" && are_closed itself "$real"
}

# The same of it and all that lead to it, since others could put another directory in its place, and of those files below it ($2 and so
# on) that are there.
is_trusted() {
    resolve_here "$1" || return 1
    shift
    for name in "$@"; do
        shift
        [ ! -e "$real/$name" ] || set -- "$@" "$real/$name"
    done
    rest=${real#/}
    step=
    extra=$#
    set -- "$@" /
    while [ -n "$rest" ]; do
        step=$step/${rest%%/*}
        case $rest in
            */*) rest=${rest#*/} ;;
            *) rest= ;;
        esac
        set -- "$@" "$step"
    done
    # The way comes first in what is said.
    while [ "$extra" -gt 0 ]; do
        name=$1
        shift
        set -- "$@" "$name"
        extra=$((extra - 1))
    done
    are_closed itself "$@"
}
