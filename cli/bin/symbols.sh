# Room in the JVM's table of symbols, for every JVM that bcastjar run starts. Sourced by run.sh. Variable: java.
# HotSpot keeps each name in its class files once, in a table of 32,768 lists that grows only when they are longer than 8 on average
# (SymbolTable, JDK 17 to 25). 276,000 names, those of 9,000 classes, are lists of 8.4: finding a name in them was 8 % of the processor time of a
# whole job, and a fifth of its main thread's. 2 MiB of lists instead, one name in each, cost a small program one millisecond.

# Sets symbols: options for java, which come before those of its command line ("$@"). None where it may not know them: an unknown option
# would end the JVM. None where what java reads even earlier may unlock or set them.
symbol_options() {
    symbols=
    case "${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-}" in
        *SymbolTableSize* | *UnlockExperimentalVMOptions* | *@* | *-XX:VMOptionsFile=*) return 0 ;;
    esac
    case "${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-} $*" in
        *-XX:Flags=*) return 0 ;;
    esac
    jdk=$java
    case $jdk in
        */*) ;;
        *) jdk=$(command -v "$jdk") ;;
    esac
    if ! is_jdk "${jdk%/bin/java}"; then
        command -v readlink > /dev/null || return 0
        jdk=$(readlink -f "$jdk")
        is_jdk "${jdk%/bin/java}" || return 0
    fi
    # A script in java's place may unlock them before "$@", and a lock behind that would undo it.
    [ -f "${jdk%/bin/java}/lib/libjli.so" ] && [ -r "$jdk" ] || return 0
    case "${_JAVA_OPTIONS-} $*" in
        *-XX:*)
            read -r line < "$jdk" || return 0
            case $line in
                ?ELF*) ;;
                *) return 0 ;;
            esac ;;
    esac
    while read -r line || [ -n "$line" ]; do
        case $line in
            # Locked again behind it, so what the user may not say without unlocking it stays an error.
            JAVA_VERSION=\"1[789][.\"]* | JAVA_VERSION=\"2[0-5][.\"]*)
                symbols="-XX:+UnlockExperimentalVMOptions -XX:SymbolTableSize=262144 -XX:-UnlockExperimentalVMOptions" ;;
            OPENJ9_TAG=* | JVM_VARIANT=*[Oo]pen[Jj]9* | JAVA_RUNTIME_VERSION=*[Zz]ing*)
                symbols=
                return 0 ;;
        esac
    done < "${jdk%/bin/java}/release"
}

# Whether a directory ($1) tells which JDK it is.
is_jdk() {
    [ -f "$1/release" ] && [ -r "$1/release" ]
}
