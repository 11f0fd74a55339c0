#!/usr/bin/env bash
# Whether each dependency is the newest patch release of its line, as Maven Central has it. Exit code 1 where one is not; it says nothing
# about vulnerabilities (docs/security.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
report=$(mvn -B -ntp -N versions:display-property-updates -DallowMajorUpdates=false -DallowMinorUpdates=false)
if ! grep -q "BUILD SUCCESS" <<< "$report"; then
    printf '%s\n' "$report" >&2
    exit 2
fi
# Plugins make the build and are not shipped.
outdated=$(grep -e ' -> ' <<< "$report" | grep -v -e '-plugin.version' | sed 's/^\[INFO\] *//' || true)
if [ -n "$outdated" ]; then
    printf 'a newer patch release is there:\n%s\n' "$outdated"
    exit 1
fi
echo "every dependency is the newest patch release of its line"
