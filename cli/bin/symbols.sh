# Room in the JVM's table of symbols, for every JVM that bcastjar run starts. Sourced by run.sh. Variables: those of jdk.sh.
# HotSpot keeps each name in its class files once, in a table of 32,768 lists that grows only when they are longer than 8 on average
# (SymbolTable, JDK 17 to 28). 276,000 names, those of 9,000 classes, are lists of 8.4: finding a name in them was 8 % of the processor time of a
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
    # A script in java's place may unlock them before "$@", and a lock behind that would undo it.
    [ -n "$feature" ] && [ -f "$jdk/lib/libjli.so" ] && [ -r "$launcher" ] || return 0
    case "${_JAVA_OPTIONS-} $*" in
        *-XX:*)
            read -r line < "$launcher" || return 0
            case $line in
                ?ELF*) ;;
                *) return 0 ;;
            esac ;;
    esac
    [ -n "$vm" ] || ! is_known_jdk ||
        # Locked again behind it, so what the user may not say without unlocking it stays an error.
        symbols="-XX:+UnlockExperimentalVMOptions -XX:SymbolTableSize=262144 -XX:-UnlockExperimentalVMOptions"
}
