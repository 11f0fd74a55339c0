#!/usr/bin/env bash
# The platforms: jobs on the JDKs and MPIs of other Debians, plain and with Classcast. Options: --help
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "platforms: building"
mvn -q -B -ntp package -DskipTests -pl test-clusters,loader-agent,cli -am
mvn -q -B -ntp package -f "$here/apps/tika/pom.xml"
mvn -q -B -ntp package -f "$here/apps/compat/pom.xml"
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" \
    io.classcast.cluster.platform.PlatformCommand "$@"
