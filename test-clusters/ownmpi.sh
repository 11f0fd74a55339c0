#!/usr/bin/env bash
# The application's own MPI: jobs that call MPI themselves, in every way and with every end, plain and with Classcast. Options: --help
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
"$here/setup.sh"
echo "ownmpi: building"
mvn -q -B -ntp package -DskipTests -pl test-clusters,loader-agent -am
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" \
    io.classcast.cluster.ownmpi.OwnMpiCommand "$@"
