# Variables whose names are none for this shell, such as functions that bash exports for Lmod and Environment Modules
# (BASH_FUNC_module%%): dash and busybox drop them, and what /proc tells of this process still has them (proc(5)).
# Sourced by run.sh's become where a job has such modules. Sets classcast_lost: NAME=VALUE of each, quoted.

classcast_lost=
case $java in
    # env(1) would take it for a variable.
    *=*) ;;
    *) [ ! -x /usr/bin/env ] || classcast_lost=$(LC_ALL=C command -p sed -z -n \
        "/^[A-Za-z_][A-Za-z0-9_]*=/d; /=/!d; s/'/'\\\\''/g; s/^/'/; s/\$/' /; p" /proc/$$/environ 2> /dev/null) ||
        classcast_lost= ;;
esac
