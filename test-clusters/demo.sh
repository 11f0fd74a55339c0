#!/usr/bin/env bash
# The demo: Apache Tika on simulated hosts, plain and with Classcast. Sets up what it needs. Options: --help
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "demo: building"
mvn -q -B -ntp package -DskipTests -pl test-clusters,loader-agent -am
mvn -q -B -ntp package -f "$here/apps/tika/pom.xml"
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" \
    io.classcast.cluster.demo.Demo "$@"
