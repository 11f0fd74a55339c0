#!/usr/bin/env bash
# Load and soak with full numbers: 500 starts in a row, 100,000 class loaders, and random faults for some minutes. Root.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
usage() {
    cat <<'END'
Usage: test-clusters/soak.sh [--minutes N] [--seed N] [--starts N] [--loaders N]
  --minutes N   random jobs with random faults for so long; 0 leaves them out (default 20)
  --seed N      which jobs and faults (default: the clock)
  --starts N    starts in a row; 0 leaves them out (default 500)
  --loaders N   class loaders in one JVM, at least 2000; 0 leaves them out (default 100000)
Figures go to test-clusters/target/load.txt and soak.txt. Exit code 0 where all was well.
END
}
minutes=20
seed=$(date +%s)
starts=500
loaders=100000
while [ $# -gt 0 ]; do
    case $1 in
        -h|--help) usage; exit 0 ;;
        --minutes|--seed|--starts|--loaders)
            case ${2-} in
                ""|*[!0-9]*) echo "soak.sh: $1 needs a number; see --help" >&2; exit 2 ;;
            esac
            printf -v "${1#--}" %s "$2"
            shift 2 ;;
        *) echo "soak.sh: unknown option $1; see --help" >&2; exit 2 ;;
    esac
done
cd "$here/.."
"$here/setup.sh"
echo "soak: building"
mvn -q -B -ntp install -DskipTests -pl test-clusters,cli -am
tests=
[ "$starts" = 0 ] || tests=$tests,LoadIT#startsInARow*
[ "$loaders" = 0 ] || tests=$tests,LoadIT#childLoaders*
[ "$minutes" = 0 ] || tests=$tests,SoakIT
[ -n "$tests" ] || { echo "soak.sh: nothing to do" >&2; exit 2; }
echo "soak: $starts starts, $loaders class loaders, $minutes minutes of faults with --seed $seed"
exec mvn -B -ntp verify -Pclusters -pl test-clusters -Dit.test="${tests#,}" -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false \
    -Dclasscast.starts="$starts" -Dclasscast.loaders="$loaders" -Dclasscast.soak.minutes="$minutes" -Dclasscast.soak.seed="$seed"
