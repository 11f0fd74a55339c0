# bcastjar run [options] -- java …: starts java with the class path off its command line. Before any agent runs, a JVM looks at
# every element of its class path, and java -jar reads the jar; what it is not told it leaves to the agent, and so to rank 0.
# bcastjar profile starts it in the same way, and has it note what it uses.
# Sourced by bcastjar; ends with exec. Variables: command (run or profile), scripts (where this lies), agent (its jar) and remedy (where
# that is missing), and the arguments.

fail() {
    echo "bcastjar $command: $1" >&2
    exit 2
}

# All options: archive, staged, and those of the agent.
keys="archive staged engine mode loader store include dynamic timeout keep profile record concat lambdas strict report quiet verbose"

# Fails with the option that is nearest to an unknown one: at most two edits away (Levenshtein).
unknown() {
    nearest=$(echo "$keys" | awk -v word="$1" '
        function least(a, b, c) { return a < b ? (a < c ? a : c) : (b < c ? b : c) }
        function edits(a, b,   i, j, d, m, n) {
            m = length(a)
            n = length(b)
            for (i = 0; i <= m; i++) d[i, 0] = i
            for (j = 0; j <= n; j++) d[0, j] = j
            for (i = 1; i <= m; i++)
                for (j = 1; j <= n; j++)
                    d[i, j] = least(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
            return d[m, n]
        }
        { best = 3; for (k = 1; k <= NF; k++) { e = edits(word, $k); if (e < best) { best = e; found = $k } } print found }')
    fail "unknown option --$1; ${nearest:+did you mean --$nearest? }the options are --$(echo "$keys" | sed 's/ /, --/g')"
}

# The words of an argument file (java(1), "java Command-Line Argument Files"), quoted for the shell.
words() {
    awk '
        function put(c) { word = word c; inside = 1 }
        function end() { if (inside) { gsub(/\047/, "\047\\\047\047", word); printf "\047%s\047 ", word } word = ""; inside = 0 }
        {
            line = $0
            if (joined) sub(/^[ \t\f]+/, "", line)
            joined = 0
            n = length(line)
            for (i = 1; i <= n; i++) {
                c = substr(line, i, 1)
                if (quote != "") {
                    if (c == "\\") {
                        if (i == n) { joined = 1; break }
                        c = substr(line, ++i, 1)
                        put(c == "n" ? "\n" : c == "t" ? "\t" : c == "r" ? "\r" : c == "f" ? "\f" : c)
                    } else if (c == quote) quote = ""
                    else put(c)
                } else if (c == "\"" || c == "\047") { quote = c; inside = 1 }
                else if (c ~ /[ \t\f\r]/) end()
                else if (c == "#" && !inside) break
                else put(c)
            }
            if (!joined) { quote = ""; end() }
        }
        END { end() }'
}

rank=${OMPI_COMM_WORLD_RANK:-${PMIX_RANK:-${PMI_RANK:-${SLURM_PROCID:-0}}}}

# An argument of the agent stays out of the application's sight; a value with a comma has to be a property.
agent_option() {
    case $2 in
        *,*) options="$options $(printf '%s' "-Dclasscast.$1=$2" | sed "s/'/'\\\\''/g; s/^/'/; s/\$/'/")" ;;
        *) agent_options="$agent_options,$1=$2" ;;
    esac
}

options=
agent_options=
archive=off
staged=
store=${CLASSCAST_STORE-}
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
        *) unknown "$key" ;;
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

class_path=${CLASSPATH:-.}
main=
jar=
wanted=
modules=
expands=true
literal=0
# JDK_JAVA_OPTIONS stays as it is: of several class paths the last one counts, which is ours.
before=0
if [ -n "${JDK_JAVA_OPTIONS-}" ]; then
    eval "set -- $(printf '%s\n' "$JDK_JAVA_OPTIONS" | words) -- \"\$@\""
    while [ "$1" != -- ]; do
        case $1 in
            -cp|-classpath|--class-path) class_path=$2; [ "$2" = -- ] || shift ;;
            --class-path=*) class_path=${1#*=} ;;
            -XX:SharedArchiveFile=*|-XX:AOTCache=*|-XX:AOTMode=*|-Xshare:*) archive=off ;;
        esac
        shift
    done
    shift
fi

# Each argument is taken from the front, and put back at the end unless it is about the class path.
left=$#
while [ "$left" -gt 0 ]; do
    argument=$1
    shift
    left=$((left - 1))
    fresh=$literal
    [ "$literal" -gt 0 ] && literal=$((literal - 1))
    if [ -n "$main" ]; then
        set -- "$@" "$argument"
        continue
    fi
    case $wanted in
        class-path) class_path=$argument; wanted=; continue ;;
        module-path) wanted=; staged_class_path "$argument"; set -- "$@" "$path_found"; continue ;;
        jar) [ -z "$staged" ] || { staged_path "$argument"; argument=$found; set -- "$@" -jar; }; jar=true; class_path=$argument; main=$argument; set -- "$@" "$argument"; continue ;;
        module) main=$argument; set -- "$@" "$argument"; continue ;;
        value) wanted=; set -- "$@" "$argument"; continue ;;
    esac
    case $argument in
        -cp|-classpath|--class-path) wanted=class-path ;;
        --class-path=*) class_path=${argument#*=} ;;
        -jar) wanted=jar ;;
        -m|--module) wanted=module; modules=true; set -- "$@" "$argument" ;;
        --module=*) main=$argument; modules=true; set -- "$@" "$argument" ;;
        -p|--module-path|--upgrade-module-path) wanted=${staged:+module-path}; wanted=${wanted:-value}; modules=true; set -- "$@" "$argument" ;;
        --module-path=*|--upgrade-module-path=*)
            modules=true
            [ -z "$staged" ] || { staged_class_path "${argument#*=}"; argument=${argument%%=*}=$path_found; }
            set -- "$@" "$argument" ;;
        --add-modules|--enable-native-access|--limit-modules|--add-exports|--add-opens|--add-reads|--patch-module|--source|-d|--describe-module)
            wanted=value; set -- "$@" "$argument" ;;
        --disable-@files) expands=; set -- "$@" "$argument" ;;
        @@*) set -- "$@" "$argument" ;;
        @?*)
            if [ -n "$expands" ] && [ "$fresh" -eq 0 ] && [ -r "${argument#@}" ]; then
                held=$#
                eval "set -- $(words < "${argument#@}") \"\$@\""
                literal=$(($# - held))
                left=$((left + literal))
            else
                set -- "$@" "$argument"
            fi ;;
        -XX:SharedArchiveFile=*|-XX:AOTCache=*|-XX:AOTMode=*|-Xshare:*) archive=off; set -- "$@" "$argument" ;;
        -*) set -- "$@" "$argument" ;;
        *) main=$argument; set -- "$@" "$argument" ;;
    esac
done

[ -z "$staged" ] || staged_java
# Nothing to run (java -version), or a source file: that is java's own business.
case $command/$main in
    profile/ | profile/*.java) fail "nothing to note: java is given no class and no -jar" ;;
esac
case $main in
    "") exec "$java" "$@" ;;
    *.java) exec "$java" -cp "$class_path" "$@" ;;
esac
command -v "$java" > /dev/null || fail "$java is not there"
. "$scripts/symbols.sh"
symbol_options "$@"
if [ -n "$staged" ]; then
    [ -n "$jar" ] || { staged_class_path "$class_path"; class_path=$path_found; }
    # java -jar takes no class path.
    [ -n "$jar" ] || set -- -cp "$class_path" "$@"
    exec "$java" $symbols "$@"
fi
[ -f "$agent" ] || fail "the agent $agent is missing; $remedy"
if [ -n "$modules" ] && [ "$rank" = 0 ]; then
    echo "bcastjar $command: every JVM reads the module path before any agent runs; put it on a node-local disk" >&2
fi
if [ ${#class_path} -gt 120000 ]; then
    [ "$rank" != 0 ] || echo "bcastjar $command: the class path is too long for one argument; it stays on java's command line" >&2
    exec "$java" $symbols -cp "$class_path" "-javaagent:$agent${agent_options:+=}${agent_options#,}" "$@"
fi
# A class archive of an earlier job on this node, named after the program; only this user can have put it there.
if [ "$archive" = auto ]; then
    # Several JVMs of a node share the archive's pages if none relocates it (ASLR). One that is alone relocates it: all at once that is
    # cheaper than the JVM's own copying of a page for each class that it takes.
    case ${OMPI_COMM_WORLD_LOCAL_SIZE:-${MPI_LOCALNRANKS:-${SLURM_STEP_TASKS_PER_NODE:-1}}} in
        1|1\(x*\)) relocation=1 ;;
        *) relocation=0 ;;
    esac
    at=
    case :$class_path in
        *:[!/]*) at=$PWD ;;
    esac
    key=$(printf '%s\n' "$(command -v "$java")" "$class_path" "$agent" "$at" "$jar" | cksum | tr -s ' ' -)
    agent_options="$agent_options,archive=${key%-}"
    . "$scripts/trusted.sh"
    for base in "$store" /dev/shm "${TMPDIR-}" /tmp; do
        if [ -n "$base" ] && [ -d "$base" ] && [ -w "$base" ] && is_safe "$base"; then
            base=${real%/}/classcast-$user
            found=$base/archive-${key%-}.jsa
            if [ "$(stat -c '%u %a %F' "$base" 2> /dev/null)" = "$user 700 directory" ] && [ -f "$found" ] && [ -f "$found.kept" ] \
                && [ "$(wc -c < "$found")" -eq "$(cat "$found.kept")" ] 2> /dev/null; then
                set -- '-Xlog:cds*=off' -XX:+UnlockDiagnosticVMOptions "-XX:ArchiveRelocationMode=$relocation" "-XX:SharedArchiveFile=$found" "$@"
            fi
            break
        fi
    done
fi
eval "exec \"\$java\" $symbols \"-javaagent:\$agent\${agent_options:+=}\${agent_options#,}\" $options \"-Dclasscast.classpath=\$class_path\" ${jar:+-Dclasscast.jar=true} -cp \"\$agent\" \"\$@\""
