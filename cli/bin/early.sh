# What a JVM, or another agent, does before our agent runs: it needs the class path then, and some of it no agent can be
# there for. Sourced by run.sh. Sources, JDK 17 to 25: arguments.cpp (parse: JAVA_TOOL_OPTIONS, the command line,
# _JAVA_OPTIONS, agents in this order), dynamicArchive.cpp, System.initPhase3, FileSystems.DefaultFileSystemHolder,
# URL.getURLStreamHandler.

# Looks at an option of the JVM ($1); $2: the variable that it stands in, where agents run before ours. Sets verdict
# where the class path must be on the command line, alone where there can be no agent, and archive where ours is in the
# way. What is staged needs no agent.
early_option() {
    [ -z "$staged" ] || return 0
    case $1 in
        -Djava.system.class.loader | -Djava.system.class.loader=*)
            alone="the system class loader is the application's own (-Djava.system.class.loader)" ;;
        -Djava.security.manager= | -Djava.security.manager=default) ;;
        -Djava.security.manager=allow | -Djava.security.manager=disallow) ;;
        -Djava.security.manager=* | -Djava.nio.file.spi.DefaultFileSystemProvider=* | \
            -Djava.protocol.handler.pkgs=*)
            verdict="the JVM may want the class of ${1%%=*} before any agent runs" ;;
        -XX:ArchiveClassesAtExit=* | -XX:+RecordDynamicDumpInfo | -XX:+AutoCreateSharedArchive | -Xshare:dump)
            alone="a JVM that makes an archive of classes takes no agent (${1%%=*})" ;;
        # With our class path in it, the cache would be nobody's.
        -XX:AOTMode=record | -XX:AOTMode=create | -XX:AOTConfiguration=* | -XX:AOTCacheOutput=*)
            alone="a JVM that makes an archive of classes needs the class path itself (${1%%=*})" ;;
        -XX:Flags=*) early_file "${1#*=}" ;;
        -XX:VMOptionsFile=*)
            early_file "${1#*=}"
            verdict=${verdict:-"-XX:VMOptionsFile may have a class path"} ;;
        -javaagent:*classcast-agent.jar | -javaagent:*classcast-agent.jar=*) ;;
        -agentlib:jdwp | -agentlib:jdwp=* | -Xrunjdwp*) ;;
        -javaagent:* | -agentlib:* | -agentpath:* | -Xrun*)
            [ -z "${2-}" ] || verdict="an agent in $2 looks at the class path before ours does" ;;
    esac
    case $1 in
        -XX:SharedArchiveFile=* | -XX:AOT* | -XX:[+-]AOT* | -Xshare:*) archive=off ;;
        -XX:Flags=* | -XX:VMOptionsFile=*) archive=off ;;
    esac
}

# Looks at a file ($1) of options of the JVM, with or without -XX: before them.
early_file() {
    [ -f "$1" ] && [ -r "$1" ] || return 0
    while read -r line || [ -n "$line" ]; do
        case $line in
            *ArchiveClassesAtExit* | *RecordDynamicDumpInfo* | *AutoCreateSharedArchive* | *-Xshare:dump* | \
                *AOTMode=record* | *AOTMode=create* | *AOTConfiguration=* | *AOTCacheOutput=*)
                alone="a JVM that makes an archive of classes takes no agent ($1)" ;;
        esac
    done < "$1"
}

# Looks at the variables that the JVM itself reads: it splits them as the launcher splits JDK_JAVA_OPTIONS, and knows no
# @file. Fails with a verdict. What _JAVA_OPTIONS has comes behind ours.
early_variables() {
    . "$scripts/argfile.sh"
    split_variable "${JAVA_TOOL_OPTIONS-}" JAVA_TOOL_OPTIONS || return 1
    eval "set -- $words"
    for word in "$@"; do
        early_option "$word" JAVA_TOOL_OPTIONS
    done
    split_variable "${_JAVA_OPTIONS-}" _JAVA_OPTIONS || return 1
    eval "set -- $words"
    for word in "$@"; do
        early_option "$word"
    done
}
