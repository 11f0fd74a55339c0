#!/usr/bin/env bash
# The compatibility suite: well-known libraries on simulated hosts, plain and with Classcast. Options: --help
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "compat: building"
mvn -q -B -ntp package -DskipTests -pl test-clusters,loader-agent -am
mvn -q -B -ntp package -f "$here/apps/compat/pom.xml"
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" \
    io.classcast.cluster.compat.CompatibilityCommand "$@"
