# Arguments that java's launcher takes from elsewhere than the command line: @files and JDK_JAVA_OPTIONS; and arguments
# that are too long for one. Sourced by run.sh where there are any, and reads on with its step. Sources: libjli's args.c
# (nextToken, readArgFile, expand), the same in JDK 17 to 25; java(1), "java Command-Line Argument Files".

# Sets words: the arguments in a file ($1), quoted for this shell, and count: how many. Fails where it cannot be sure of
# what java reads: a file that can be read once only, zero bytes (or an awk that stops at them), a # within a word
# (args.c drops the word, or half of it at the end of a buffer), and nothing in quotes at the end (which is no argument
# where no newline follows).
read_argument_file() {
    [ -f "$1" ] || return 1
    words=$(LC_ALL=C awk '
        function end() {
            empty = word == ""
            gsub(/\047/, "\047\\\047\047", word)
            print "\047" word "\047"
            word = ""
            quoted = 0
            count++
            state = "find"
        }
        function unsure() {
            failed = 1
            exit 3
        }
        BEGIN {
            if (length("\000x") != 2) unsure()
            ORS = " "
            state = "find"
        }
        {
            if (index($0, "\000")) unsure()
            rest = $0
            empty = 0
            while (rest != "") {
                if (state == "comment") {
                    at = index(rest, "\r")
                    if (!at) break
                    rest = substr(rest, at + 1)
                    state = "find"
                } else if (state == "find" || state == "skip") {
                    match(rest, /^[ \t\r\f]*/)
                    rest = substr(rest, RLENGTH + 1)
                    if (rest == "") break
                    state = state == "find" ? "word" : "quote"
                } else if (state == "word") {
                    if (!match(rest, /[ \t\r\f"\047#]/)) {
                        word = word rest
                        rest = ""
                        break
                    }
                    c = substr(rest, RSTART, 1)
                    if (c == "#" && (RSTART > 1 || word != "" || quoted)) unsure()
                    word = word substr(rest, 1, RSTART - 1)
                    rest = substr(rest, RSTART + 1)
                    if (c == "#") state = "comment"
                    else if (c == "\"" || c == "\047") {
                        quote = c
                        quoted = 1
                        state = "quote"
                    } else end()
                } else {
                    if (!(quote == "\"" ? match(rest, /["\\\r]/) : match(rest, /[\047\\\r]/))) {
                        word = word rest
                        rest = ""
                        break
                    }
                    c = substr(rest, RSTART, 1)
                    word = word substr(rest, 1, RSTART - 1)
                    rest = substr(rest, RSTART + 1)
                    if (c == quote) state = "word"
                    else if (c == "\r") end()
                    else {
                        c = substr(rest, 1, 1)
                        rest = substr(rest, 2)
                        if (c == "" || c == "\r") {
                            state = "skip"
                            continue
                        }
                        word = word (c == "n" ? "\n" : c == "t" ? "\t" : c == "r" ? "\r" : c == "f" ? "\f" : c)
                    }
                }
            }
            if (state == "comment") state = "find"
            else if (state == "word" || state == "quote") end()
        }
        END {
            if (failed || empty) exit 3
            print "count=" count + 0
        }' < "$1") || return 1
    count=${words##*count=}
    words=${words%count=*}
}

# Sets words as java splits JDK_JAVA_OPTIONS, and the JVM its own variables ($1; $2: its name): at what isspace(3) says is
# white space; quotes without escapes. Fails with a verdict.
split_variable() {
    blanks=$(printf ' \t\v\f\r\nx')
    blanks=${blanks%x}
    words=
    case $1 in
        *[\"\']*) ;;
        *)
            separators=$IFS
            IFS=$blanks
            set -f
            set -- $1
            set +f
            IFS=$separators
            for word in "$@"; do
                # Between two of the less usual blanks.
                [ -z "$word" ] || words="$words '$word'"
            done
            return 0 ;;
    esac
    # What follows takes the square of the length.
    [ ${#1} -lt 20000 ] || { verdict="$2 is long and has quotes"; return 1; }
    remaining=$1
    word=
    begun=
    while :; do
        chunk=${remaining%%[$blanks\"\']*}
        if [ -n "$chunk" ]; then
            word=$word$chunk
            begun=true
            remaining=${remaining#"$chunk"}
        fi
        case $remaining in
            [\"\']*)
                mark=${remaining%"${remaining#?}"}
                remaining=${remaining#?}
                case $remaining in
                    *"$mark"*) ;;
                    # Without an end; java says so.
                    *) verdict=java; return 1 ;;
                esac
                word=$word${remaining%%"$mark"*}
                remaining=${remaining#*"$mark"}
                begun=true
                continue ;;
        esac
        if [ -n "$begun" ]; then
            quote "$word"
            words="$words $quoted"
            word=
            begun=
        fi
        [ -n "$remaining" ] || return 0
        remaining=${remaining#?}
    done
}

# Sets words to the arguments in file. Fails with a verdict.
read_file() {
    words=
    [ -r "$file" ] && [ ! -d "$file" ] || { verdict=java; return 1; }
    command -v awk > /dev/null || { verdict="awk is not on PATH, so @$file cannot be read"; return 1; }
    read_argument_file "$file" || { verdict="java alone can read @$file exactly"; return 1; }
    literal=$count
    read_files=true
}

# Reads JDK_JAVA_OPTIONS, which stays as it is: of several class paths the last one counts, which is ours. Fails where
# an option of ours behind it might be taken for the value of its last one.
read_variable() {
    split_variable "$JDK_JAVA_OPTIONS" JDK_JAVA_OPTIONS || { [ "$verdict" = java ]; return; }
    eval "set -- $words"
    variable=JDK_JAVA_OPTIONS
    while [ $# -gt 0 ] && [ -z "$main$jar" ] && [ "$verdict" != java ]; do
        step "$1"
        shift
        if [ -n "$file" ]; then
            read_file || { [ "$verdict" = java ]; return; }
            eval "set -- $words \"\$@\""
        fi
    done
    before=
    variable=
    read_files=
    # It may start nothing; java says so.
    [ -z "$main$jar" ] || verdict=java
    if [ "$verdict" != java ] && [ -n "$expected" ]; then
        verdict="JDK_JAVA_OPTIONS ends with an option whose value is elsewhere"
        return 1
    fi
}

# Whether Linux starts a program with these arguments ("$@"), those before them and the class path in parts: 128 KiB
# each, and a quarter of the stack's limit together, with the environment (execve(2)). Far from these limits, since some
# shells count letters and not bytes.
fits() {
    room=$(ulimit -s)
    case $room in
        unlimited | [1-9]????*) room=500000 ;;
        [89]???) room=500000 ;;
        *) room=30000 ;;
    esac
    room=$((room - ${#before} - ${#class_path}))
    for word in "$@"; do
        [ ${#word} -le 30000 ] || return 1
        room=$((room - ${#word} - 9))
    done
    [ "$room" -gt 0 ]
}

# Sets properties to the class path in parts of at most 100,000 bytes each, since Linux lets one argument have 128 KiB
# (MAX_ARG_STRLEN, execve(2)); OffCommandLine joins them. Fails where it cannot.
split_class_path() {
    case $class_path in
        *"$newline"*) return 1 ;;
    esac
    command -v awk > /dev/null || return 1
    properties=$(printf '%s\n' "$class_path" | LC_ALL=C awk '
        BEGIN { ORS = " " }
        {
            number = 0
            for (rest = $0; rest != ""; rest = substr(rest, size + 1)) {
                part = substr(rest, 1, 100000)
                size = length(part)
                if (length(rest) > size)
                    while (size && substr(part, size, 1) != ":") size--
                if (!size) exit 3
                part = substr(rest, 1, size)
                gsub(/\047/, "\047\\\047\047", part)
                print "\047-Dclasscast.classpath" (number ? "." number : "") "=" part "\047"
                number++
            }
        }') || return 1
    # An empty one is one, too.
    properties=${properties:-"'-Dclasscast.classpath='"}
}
