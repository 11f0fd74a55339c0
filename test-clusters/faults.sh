#!/usr/bin/env bash
# The fault matrix: jobs on simulated hosts, broken in every way it knows, on every engine. Options: --help
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "faults: building"
mvn -q -B -ntp package -DskipTests -pl test-clusters,loader-agent -am
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" \
    io.classcast.cluster.fault.FaultCommand "$@"
