# Which JDK java is, by the release file of its home: no JVM is asked. Sourced by run.sh. Variable: java.

# Sets jdk to java's home and launcher to its file without links; feature to the first number of its version (17, 21, …; 1 for Java 8); vm
# where its JVM is not HotSpot. All are empty where it cannot be told: no release file, or a script in java's place elsewhere.
read_jdk() {
    jdk=
    feature=
    vm=
    launcher=$java
    case $launcher in
        */*) ;;
        *) launcher=$(command -v "$launcher") ;;
    esac
    if ! find_release "$launcher"; then
        command -v readlink > /dev/null || return 0
        launcher=$(readlink -f "$launcher")
        find_release "$launcher" || return 0
    fi
    while read -r line || [ -n "$line" ]; do
        case $line in
            JAVA_VERSION=*)
                feature=${line#*=}
                feature=${feature#\"}
                feature=${feature%%[!0-9]*} ;;
            OPENJ9_TAG=* | JVM_VARIANT=*[Oo]pen[Jj]9*) vm=OpenJ9 ;;
            JAVA_RUNTIME_VERSION=*[Zz]ing*) vm=Zing ;;
        esac
    done < "$jdk/release"
}

# Sets jdk to the home of which a file ($1) is bin/java, or jre/bin/java, if it has a release file.
find_release() {
    jdk=${1%/*/*}
    [ "$jdk" != "$1" ] || jdk=.
    is_jdk "$jdk" && return 0
    jdk=${jdk%/*}
    is_jdk "$jdk"
}

# Whether a directory ($1) tells which JDK it is.
is_jdk() {
    [ -f "$1/release" ] && [ -r "$1/release" ]
}

# The one list of JDKs whose class loaders this version is tested with. The class path of another one stays on java's command line, where
# that JDK finds it whatever the agent can do there.
is_known_jdk() {
    case $feature in
        1[789] | 2[0-8]) ;;
        *) return 1 ;;
    esac
}
