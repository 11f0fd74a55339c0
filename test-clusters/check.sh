#!/usr/bin/env bash
# Every test: unit tests, Javadoc, and the integration tests on simulated hosts, on JDK 17 and 25. Sets up what it needs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "check: building the demo application and the compatibility programs"
mvn -q -B -ntp package -f "$here/apps/tika/pom.xml"
mvn -q -B -ntp package -f "$here/apps/compat/pom.xml"
echo "check: unit tests, Javadoc, integration tests"
exec mvn -B -ntp verify -Pclusters,javadoc "$@"
