#!/bin/sh
# each.sh DIRECTORY [WRAPPER...]: every test of DIRECTORY/test, by its name; the first that fails ends it.
set -eu
directory=$1
shift
MPI=$directory/libfakempi.so
BINDINGS=$directory/libbindings.so
LD_LIBRARY_PATH=$directory
export MPI BINDINGS LD_LIBRARY_PATH
count=0
for name in $("$@" "$directory/test"); do
    "$@" "$directory/test" "$name" || { echo "failed: $name" >&2; exit 1; }
    count=$((count + 1))
done
echo "$count tests passed"
