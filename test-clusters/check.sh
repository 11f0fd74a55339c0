#!/usr/bin/env bash
# Every test: unit tests, Javadoc, and the integration tests on simulated hosts, on JDK 17 and 25, and some on those of Debian 13 and of
# its coming releases. Sets up what it needs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "check: building the demo application and the compatibility programs"
mvn -q -B -ntp package -f "$here/apps/tika/pom.xml"
mvn -q -B -ntp package -f "$here/apps/compat/pom.xml"
echo "check: unit tests, Javadoc, integration tests"
rm -f "$here/target/platforms-not-run.txt"
result=0
mvn -B -ntp verify -Pclusters,javadoc "$@" || result=$?
# PlatformsIT: suites of Debian that move, and have no such package today.
if [ -s "$here/target/platforms-not-run.txt" ]; then
    sed 's/^/check: /' "$here/target/platforms-not-run.txt"
fi
exit $result
