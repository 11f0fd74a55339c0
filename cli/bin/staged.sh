# bcastjar run --staged DIR: finds what bcastjar stage brought to this node. Sourced by run.sh; looks at the node's own disk only.
# Variables: staged, an absolute directory; rank.

# The staged copy of a file or directory; the path itself where there is none.
staged_path() {
    path=$1
    case $path in
        /*) ;;
        *) path=$PWD/${path#./} ;;
    esac
    case $path/ in
        *//*|*/./*|*/../*) path=$(printf '%s\n' "$path/" | sed -e 's#//*#/#g' -e ':a' -e 's#/\./#/#' -e 'ta' -e ':b' -e 's#/[^/][^/]*/\.\./#/#' -e 'tb' -e 's#/$##') ;;
    esac
    if [ -e "$staged/classpath$path" ]; then
        printf '%s' "$staged/classpath$path"
        return
    fi
    tab=$(printf '\t')
    while IFS=$tab read -r origin place; do
        case $path in
            "$origin"|"$origin"/*)
                if [ -e "$staged/$place${path#"$origin"}" ]; then
                    printf '%s' "$staged/$place${path#"$origin"}"
                    return
                fi ;;
        esac
    done < "$staged/.classcast/places"
    [ "$rank" != 0 ] || echo "bcastjar $command: $1 is not staged in $staged; it is used from where it is" >&2
    printf '%s' "$1"
}

# The same for each element of a class path or module path, wildcards included.
staged_class_path() {
    rest=$1:
    result=
    while [ -n "$rest" ]; do
        element=${rest%%:*}
        rest=${rest#*:}
        case $element in
            "") element=. ;;
        esac
        case $element in
            \*) result=$result:$(staged_path .)/* ;;
            */\*) result=$result:$(staged_path "${element%/\*}")/* ;;
            *) result=$result:$(staged_path "$element") ;;
        esac
    done
    printf '%s' "${result#:}"
}

# The staged JDK, where it is the one that was asked for: java without a path, or in the JDK's own home.
staged_java() {
    [ -x "$staged/jdk/bin/java" ] || return 0
    home=${java%/bin/java}
    while read -r origin; do
        if [ "$java" = java ] || [ "$home" = "$origin" ]; then
            java=$staged/jdk/bin/java
            JAVA_HOME=$staged/jdk
            export JAVA_HOME
            return 0
        fi
    done < "$staged/.classcast/java-home"
    [ "$rank" != 0 ] || echo "bcastjar $command: the JDK in $staged is not that of $java, which is used" >&2
}
