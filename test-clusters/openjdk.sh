#!/usr/bin/env bash
# OpenJDK's own tests, plain and with Classcast; they come from Debian's archive. Options: --help
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
for tool in apt-get dpkg tar; do
    command -v "$tool" > /dev/null || { echo "openjdk: $tool is missing; the tests come from Debian's archive" >&2; exit 1; }
done
echo "openjdk: building"
mvn -q -B -ntp package -DskipTests -pl cli,test-clusters,loader-agent -am
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" \
    io.classcast.cluster.openjdk.OpenJdkCommand "$@"
