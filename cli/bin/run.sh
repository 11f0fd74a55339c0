# bcastjar run [options] -- java …: starts java with the class path off its command line. Before any agent runs, a JVM
# looks at every element of its class path, and java -jar reads the jar; what it is not told it leaves to the agent, and
# so to rank 0. bcastjar profile starts it in the same way, and has it note what it uses. What cannot be read exactly as
# java's launcher reads it goes to java as it was written, see start_as_written. Sourced by bcastjar; ends with exec.
# Variables: command (run or profile), scripts (where this lies), agent (its jar) and remedy (where that is missing),
# and the arguments.

fail() {
    echo "bcastjar $command: $1" >&2
    exit 2
}

# All options: archive, staged, and those of the agent.
keys="archive staged engine mode loader store include dynamic timeout keep profile record linking strict report quiet verbose"

rank=${OMPI_COMM_WORLD_RANK:-${PMIX_RANK:-${PMI_RANK:-${SLURM_PROCID:-0}}}}
newline='
'

# One line, once in a job.
tell() {
    [ "$rank" != 0 ] || echo "bcastjar $command: $1" >&2
}

# Sets quoted to a word ($1) in quotes for this shell. Cut by IFS: ${1#*\'} takes the square of the length.
quote() {
    case $1 in
        *\'*) ;;
        *) quoted="'$1'"; return 0 ;;
    esac
    separators=$IFS
    IFS=\'
    set -f
    # Nothing behind the last quote would be no word.
    set -- ${1}x
    set +f
    IFS=$separators
    quoted=$1
    shift
    for part in "$@"; do
        quoted="$quoted'\\''$part"
    done
    quoted="'${quoted%x}'"
}

# Becomes java: "$@" is the whole command. The environment is the one that the script was given.
become() {
    classcast_lost=
    [ -n "${BASH_VERSION-}" ] || [ -z "${MODULESHOME-}${LMOD_CMD-}${MODULES_CMD-}" ] || . "$scripts/functions.sh"
    for classcast_name in $classcast_saved; do
        eval "$classcast_name=\$classcast_was_$classcast_name"
    done
    [ -z "$classcast_lost" ] || eval "exec /usr/bin/env -- $classcast_lost \"\$@\""
    exec "$@"
}

# An argument of the agent stays out of the application's sight; a value with a comma has to be a property.
agent_option() {
    case $2 in
        *,*)
            quote "-Dclasscast.$1=$2"
            options="$options $quoted" ;;
        *) agent_options="$agent_options,$1=$2" ;;
    esac
}

options=
agent_options=
archive=off
archive_options=
staged=
store=${CLASSCAST_STORE-}
strict=${CLASSCAST_STRICT-}
record=
[ "$command" = run ] || record=classcast.profile
while [ $# -gt 0 ]; do
    case $1 in
        --) shift; break ;;
        -o)
            [ "$command" = profile ] || fail "option -o is for bcastjar profile"
            [ $# -gt 1 ] || fail "option -o needs a file"
            record=$2; shift 2; continue ;;
        --?*) key=${1#--}; key=${key%%=*} ;;
        -*) fail "unknown option $1; see bcastjar $command --help" ;;
        *) break ;;
    esac
    case " $keys " in
        *" $key "*) ;;
        *) . "$scripts/unknown.sh" ;;
    esac
    case $1 in
        --*=*) value=${1#*=}; shift ;;
        --strict|--quiet|--verbose) value=true; shift ;;
        *) [ $# -gt 1 ] || fail "option $1 needs a value"; value=$2; shift 2 ;;
    esac
    case $key in
        archive)
            case $value in
                auto|off) archive=$value; continue ;;
                *) fail "option --archive is auto or off, not $value" ;;
            esac ;;
        store) store=$value ;;
        strict) strict=$value ;;
        staged) staged=$value; continue ;;
        record) record=$value; continue ;;
    esac
    agent_option "$key" "$value"
done
[ -z "$record" ] || agent_option record "$record"
[ $# -gt 0 ] || fail "no command; for example: bcastjar $command -- java -cp app.jar:lib/* Main"
java=$1
shift
case ${java##*/} in
    java) ;;
    *) fail "can start java only, not $java; put what wraps java before bcastjar" ;;
esac

if [ -n "$staged" ]; then
    [ -z "$record" ] || fail "what is staged is not served, so nothing can be noted; leave --staged out"
    . "$scripts/staged.sh"
    staged_open
fi


class_path=${CLASSPATH-.}
# A module needs no class path, and has none then.
given=${CLASSPATH:+true}
main=
jar=
modules=
program=
before=
expected=
expands=true
literal=0
read_files=
verdict=
# Why java must be alone, and the variable whose options come before ours.
alone=
variable=
# The JDK, where it is not known.
unknown=

# What java's launcher makes of an argument ($1) before the main class (libjli: checkArg in args.c; GetOpt,
# ParseArguments in java.c). Sets keeps: whether it stays on the command line, as written; verdict: "java" if it says
# itself what is wrong or runs no class of a class path, or why the command line must stay as it is, which is also so
# where JDK 17 and 25 differ.
take() {
    keeps=true
    if [ -n "$expected" ]; then
        case $expected:$1 in
            "$expected":-* | value: | module-path: | module:) verdict=java ;;
            class-path:*) class_path=$1; given=$1; keeps= ;;
            module-path:*) [ -z "$staged" ] || { staged_class_path "$1"; written=$path_found; } ;;
            module:*) main=$1 ;;
        esac
        expected=
        return 0
    fi
    case $1 in
        -cp|-classpath|--class-path|--class-path=*)
            keeps=
            # JDK 17 forgets the -jar.
            [ -z "$jar" ] || verdict="a class path behind -jar"
            case $1 in
                *=*) class_path=${1#*=}; given=$class_path ;;
                *) expected=class-path ;;
            esac ;;
        -jar) jar=true; keeps= ;;
        -m|--module|--module=*)
            modules=main
            [ -z "$jar" ] || verdict="a module behind -jar"
            case $1 in
                --module=?*) main=${1#*=} ;;
                *=) verdict=java ;;
                *) expected=module ;;
            esac ;;
        -p|--module-path|--upgrade-module-path) expected=module-path; modules=${modules:-path} ;;
        --module-path=*|--upgrade-module-path=*)
            modules=${modules:-path}
            [ -z "$staged" ] || { staged_class_path "${1#*=}"; written=${1%%=*}=$path_found; } ;;
        --add-modules|--enable-native-access|--limit-modules|--add-exports|--add-opens|--add-reads|--patch-module)
            expected=value ;;
        --disable-@files) expands= ;;
        -h|-help|--help|-\?|-X|--help-extra|-version|--version|-fullversion|--full-version) verdict=java ;;
        --list-modules|--validate-modules|-d|--describe-module*|--source*|-Xshare:dump) verdict=java ;;
        -Duser.dir | -Duser.dir=*) [ -z "$staged" ] || staged_user_dir ;;
        -Djava.class.path=*) verdict="-Djava.class.path" ;;
        -XX:VMOptionsFile=*) verdict="-XX:VMOptionsFile may have a class path"; early_option "$1" ;;
        --*=*|--enable-preview|--dry-run|--show-version|--show-module-resolution|--show-resolved-modules) ;;
        # An option of a later JDK, perhaps one with a value.
        --*) verdict="$1 is unknown"; expected=value ;;
        -D*|-X*|-*:*) early_option "$1" "$variable" ;;
        # No option has such a name; java says so.
        -*.jar) verdict=java ;;
        -*) ;;
        "") verdict=java ;;
        *) main=$1 ;;
    esac
}

# One argument ($1) of those that java's launcher reads before the main class. Sets file where it stands for those in a
# file.
step() {
    file=
    written=$1
    if [ "$literal" -gt 0 ]; then
        # From a file: an @ means nothing there.
        literal=$((literal - 1))
        case $expands$1 in
            true@*) written=@$1 ;;
        esac
        take "$1"
    else
        case $expands$1 in
            true@@*) take "${1#@}" ;;
            true@?*) file=${1#@}; return 0 ;;
            *) take "$1" ;;
        esac
    fi
    [ -n "$keeps" ] || return 0
    [ -z "$read_files" ] || [ ${#1} -le 30000 ] || verdict="an argument is too long"
    quote "$written"
    if [ -n "$main" ]; then
        program=$quoted
    else
        before="$before $quoted"
    fi
}

# Sets door, by which java is given the agent. -javaagent names a module to be resolved (java.instrument; -javaagent in
# arguments.cpp), for which the JVM lays the graph of modules of its archive aside and makes one itself, 40 ms of every
# start. The library behind that option is as good where nothing is said of root modules. $1: java's options.
choose_door() {
    door=-javaagent:$agent
    [ -z "$modules" ] || return 0
    case "${JDK_JAVA_OPTIONS-}${JAVA_TOOL_OPTIONS-}${_JAVA_OPTIONS-}" in
        *@* | *[\"\'\\]*) return 0 ;;
    esac
    case "$1 ${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-} ${_JAVA_OPTIONS-}" in
        *limit-modules* | *jdk.module.* | *-XX:Flags=* | *VMOptionsFile*) ;;
        *) door=-agentlib:instrument=$agent ;;
    esac
}

# Starts java ("$@" is its command line) with the class path off its command line; returns where it must not.
start() {
    case ${_JAVA_OPTIONS-} in
        *java.class.path* | *-XX:VMOptionsFile=*) verdict="_JAVA_OPTIONS may have a class path" ;;
    esac
    if [ -n "${JAVA_TOOL_OPTIONS-}${_JAVA_OPTIONS-}" ] && [ -z "$staged" ]; then
        early_variables || return 0
    fi
    if [ -n "${JDK_JAVA_OPTIONS-}" ]; then
        . "$scripts/argfile.sh"
        read_variable || start_alone "$@"
    fi
    while [ $# -gt 0 ] && [ -z "$main" ] && [ "$verdict" != java ]; do
        step "$1"
        shift
        if [ -n "$file" ]; then
            . "$scripts/argfile.sh"
            read_file || return 0
            eval "set -- $words \"\$@\""
        fi
    done
    [ "$verdict" != java ] || return 0
    case $jar$main in
        "" | true) verdict=java ;;
        true*.java | true*:* | true*\*) [ -n "$staged" ] || verdict=${verdict:-"a jar called $main"} ;;
        true*) class_path=$main ;;
        # A source file.
        *.java) [ ! -e "$main" ] || verdict=java ;;
    esac
    if [ "$modules" = main ] && [ -z "$given" ]; then
        class_path=
        [ -n "$staged" ] || verdict=java
    fi
    [ -z "$verdict$alone" ] || return 0
    if [ -z "$staged" ] && ! is_known_jdk; then
        case $feature in
            [1-9] | 1[0-6])
                alone="JDK $feature is too old, Classcast needs JDK 17 or later"
                return 0 ;;
        esac
        # The agent's line says it, so that it is one.
        unknown=${feature:+JDK $feature}
        unknown=${unknown:-a JDK without a release file}
        return 0
    fi
    symbol_options "$before"
    [ -z "$staged" ] || start_staged "$@"
    [ -z "$modules" ] || tell "every JVM reads the module path before any agent runs; put it on a node-local disk"
    quote "-Dclasscast.classpath=$class_path"
    properties=$quoted
    if [ -n "$read_files" ] || [ ${#class_path} -gt 30000 ]; then
        . "$scripts/argfile.sh"
        if ! fits "$@" || { [ ${#class_path} -gt 30000 ] && ! split_class_path; }; then
            verdict="its arguments are too long without a file"
            return 0
        fi
    fi
    if [ "$archive" = auto ]; then
        . "$scripts/archive.sh"
        find_archive
    fi
    choose_door "$before"
    eval "become \"\$java\" $symbols \"\$door\${agent_options:+=}\${agent_options#,}\" $options" \
        "$properties ${jar:+-Dclasscast.jar=true} -cp \"\$agent\" $archive_options $before $program \"\$@\""
}

# What is staged stays on the command line: it lies on the node's own disk. java -jar takes no class path.
start_staged() {
    if [ -n "$jar" ]; then
        staged_path "$main"
        quote "$found"
        program="-jar $quoted"
    else
        # A module has none, and no class path is the same as an empty one then.
        [ "$modules" = main ] && [ -z "$given" ] || { staged_class_path "$class_path"; class_path=$path_found; }
        before="-cp \"\$class_path\" $before"
    fi
    eval "become \"\$java\" $symbols $before $program \"\$@\""
}

# Starts java with the command line ("$@") as it was written: alone where it runs no class of a class path or says
# itself what is wrong, else with the agent, which serves what the JVM has found on its class path.
start_as_written() {
    if [ "$verdict" = java ]; then
        [ "$command" = run ] || fail "nothing to note: java is given no class and no -jar"
        become "$java" "$@"
    fi
    if [ -n "$alone" ]; then
        verdict=$alone
        start_alone "$@"
    fi
    if [ -n "$staged" ]; then
        tell "nothing staged is used, since java's command line must stay as it is: $verdict"
        become "$java" "$@"
    fi
    if [ -n "$unknown" ]; then
        quote "-Dclasscast.unknown=$unknown"
        options="$options $quoted"
    else
        tell "the class path stays on java's command line, where every rank looks at it: $verdict"
    fi
    case " $*" in
        *" @"*) symbols= ;;
        *) symbol_options "$@" ;;
    esac
    eval "become \"\$java\" $symbols \"-javaagent:\$agent\${agent_options:+=}\${agent_options#,}\" $options \"\$@\""
}

# Checked for every start that wants the agent, before anything is read: java alone knows what its command line means.
start_alone() {
    if [ "$strict" = true ]; then
        echo "bcastjar $command: $verdict; the job is stopped (strict)" >&2
        exit 78
    fi
    tell "$verdict; classes are loaded as without Classcast"
    become "$java" "$@"
}

if [ -n "$staged" ]; then
    staged_java
fi
command -v "$java" > /dev/null || fail "$java is not there"
if [ -z "$staged" ]; then
    [ -f "$agent" ] || fail "the agent $agent is missing; $remedy"
    case $agent in
        *[=:]*)
            verdict="java cannot load an agent from $agent, since its path has = or :; install it elsewhere"
            start_alone "$@" ;;
    esac
fi
. "$scripts/jdk.sh"
. "$scripts/symbols.sh"
. "$scripts/early.sh"
read_jdk
start "$@"
start_as_written "$@"
