# Arguments that java's launcher takes from elsewhere than the command line: @files and JDK_JAVA_OPTIONS; and arguments that are too long for one.
# Sourced by run.sh where there are any, and reads on with its step. Sources: libjli's args.c (nextToken, readArgFile, expand), the same in JDK 17 to 25; java(1), "java Command-Line Argument Files".

# Sets words: the arguments in a file ($1), quoted for this shell, and count: how many. Fails where it cannot be sure of what java reads: a
# file that can be read once only, zero bytes (or an awk that stops at them), a # within a word (args.c drops the word, or half of it at the
# end of a buffer), and nothing in quotes at the end (which is no argument where no newline follows).
read_argument_file() {
    [ -f "$1" ] && [ -r "$1" ] && command -v awk > /dev/null || return 1
    words=$(LC_ALL=C awk '
        function end() {
            if (length(word) > 30000) unsure()
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

# Sets words and count as java splits JDK_JAVA_OPTIONS: at what isspace(3) says is white space; quotes without escapes. Fails where java says that a
# quote has no end.
split_variable() {
    blanks=$(printf ' \t\v\f\r\nx')
    blanks=${blanks%x}
    remaining=$JDK_JAVA_OPTIONS
    words=
    count=0
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
                    *) return 1 ;;
                esac
                word=$word${remaining%%"$mark"*}
                remaining=${remaining#*"$mark"}
                begun=true
                continue ;;
        esac
        if [ -n "$begun" ]; then
            quote "$word"
            words="$words $quoted"
            count=$((count + 1))
            word=
            begun=
        fi
        [ -n "$remaining" ] || return 0
        remaining=${remaining#?}
    done
}

# Sets words to the arguments in file.
read_file() {
    words=
    [ -r "$file" ] && [ ! -d "$file" ] || { verdict=java; return 0; }
    read_argument_file "$file" || { verdict="java alone can read @$file exactly"; return 0; }
    literal=$count
    read_files=true
}

# Reads JDK_JAVA_OPTIONS, which stays as it is: of several class paths the last one counts, which is ours.
read_variable() {
    split_variable || { verdict=java; return 0; }
    eval "set -- $words"
    while [ $# -gt 0 ] && [ -z "$main$jar$verdict" ]; do
        step "$1"
        shift
        if [ -n "$file" ]; then
            read_file
            eval "set -- $words \"\$@\""
        fi
    done
    # It may start nothing; and an option at its end may have its value on the command line.
    [ -z "$main$jar$expected" ] || verdict=java
    before=
    read_files=
}

# Whether Linux starts a program with these arguments ("$@") and those before them: together a quarter of the stack's limit, with the environment
# (execve(2)).
fits() {
    room=$(ulimit -s)
    case $room in
        unlimited | [1-9]????*) room=500000 ;;
        [89]???) room=500000 ;;
        *) room=30000 ;;
    esac
    room=$((room - ${#before} - ${#class_path}))
    for word in "$@"; do
        room=$((room - ${#word} - 9))
    done
    [ "$room" -gt 0 ]
}

# Sets properties to the class path in parts of at most 100,000 bytes each, since Linux lets one argument have 128 KiB (MAX_ARG_STRLEN,
# execve(2)); OffCommandLine joins them. Fails where it cannot.
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
