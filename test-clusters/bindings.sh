#!/usr/bin/env bash
# A job on Open MPI's own Java bindings, plainly, with the agent and by bcastjar run, on JDK 17 and 25; root. The bindings are made once from Debian's source package,
# in ~/.m2/classcast-bindings.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/.."
for tool in apt-get dpkg tar gcc mpicc.openmpi mpirun.openmpi; do
    command -v "$tool" > /dev/null || { echo "bindings: $tool is missing; test-clusters/setup.sh installs what is needed" >&2; exit 1; }
done
echo "bindings: building"
mvn -q -B -ntp package -DskipTests -pl cli,test-clusters,loader-agent -am
exec java -cp "$here/target/classes:$(cat "$here/target/classpath.txt")" -Dclasscast.test-clusters="$here" io.classcast.cluster.bindings.BindingsCommand
