#!/usr/bin/env bash
# Fuzzes one target with Jazzer, and keeps what it learns in the corpus that every build replays.
#   fuzz.sh            lists the targets
#   fuzz.sh TARGET [MINUTES]      15 minutes unless told; ends with 1 where it has found something
#   fuzz.sh TARGET replay         the corpus once
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$here"
target="${1:-}"
source="$(find . -path "*/src/test/java/*" -name "${target:-none}FuzzTest.java" -print -quit)"
if [ -z "$source" ]; then
    echo "fuzz.sh TARGET [MINUTES]; the targets are:" $(find . -path "*/src/test/java/*FuzzTest.java" -printf '%f\n' | sed 's/FuzzTest.java//' | sort)
    exit 2
fi
minutes="${2:-15}"
module="${source#./}"
module="${module%%/src/test/*}"
class="${source##*/src/test/java/}"
class="${class%.java}"
method="$(grep -A1 '@FuzzTest' "$source" | sed -n 's/.*void \([A-Za-z]*\)(.*/\1/p')"
kept="$module/src/test/resources/${class}Inputs/$method"
work="$module/target/fuzz/$target"
mkdir -p "$kept" "$work/corpus" "$work/minimal"
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile="$here/$work/classpath" -Dmdep.includeScope=test -pl "$module" -am \
    > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
# On the class path, the kept inputs would count as findings that are known; what is new is told from what is kept below.
run() {
    java -cp "$module/target/classes:$module/target/test-classes:$(cat "$work/classpath")" -Xmx1g -XX:-OmitStackTraceInFastThrow \
        com.code_intelligence.jazzer.Jazzer "--target_class=${class//\//.}" "--target_method=$method" \
        "--instrumentation_includes=io.classcast.**${JAZZER_ALSO:+:$JAZZER_ALSO}" "--custom_hook_includes=io.classcast.**" \
        "--reproducer_path=$work" -artifact_prefix="$work/" -rss_limit_mb=3072 -timeout=20 "$@"
}
if [ "$minutes" = replay ]; then
    run -runs=0 "$kept"
    exit
fi
begin="$(date +%s)"
run -max_total_time=$((minutes * 60)) -max_len=8192 -print_final_stats=1 "$work/corpus" "$kept" 2>&1 | tee "$work/log" | grep -v '^INFO' | tail -60
seconds=$(($(date +%s) - begin))
executions="$(grep -o 'stat::number_of_executed_units: *[0-9]*' "$work/log" | tail -1 | grep -o '[0-9]*$' || echo 0)"
echo "fuzz: $target: $executions executions in $seconds s"
# For the counts in docs/reliability.md, which faults.sh writes.
printf '%s\t%s\t%s\t%s\n' "$(date +%F)" "$target" "$executions" "$seconds" >> "$here/test-clusters/fuzz.tsv"
run -merge=1 "$work/minimal" "$kept" "$work/corpus" > "$work/merge.log" 2>&1
find "$work/minimal" -type f -size -16k -exec cp -n -t "$kept" {} +
! ls "$work"/crash-* "$work"/timeout-* "$work"/oom-* 2> /dev/null
