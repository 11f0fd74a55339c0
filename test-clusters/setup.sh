#!/usr/bin/env bash
# Sets up what the tests and the demo need on a fresh Debian machine; quick where all is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf 'setup: %s\n' "$*"; }

if [ "$(id -u)" != 0 ]; then
    echo "setup: needs root: simulated hosts are namespaces and FUSE mounts; run as root" >&2
    exit 1
fi
[ -e /dev/fuse ] || { echo "setup: /dev/fuse is missing: load the kernel module fuse" >&2; exit 1; }

packages=(maven openjdk-17-jdk-headless gcc libc6-dev make pkg-config libfuse3-dev iproute2 util-linux mount procps
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user # The library in C is built and tested for AArch64 as well.
    openmpi-bin libopenmpi-dev mpich libmpich-dev libmpj-java liblog4j1.2-java libcommons-cli-java libcommons-io-java libcommons-codec-java
    slurmctld slurmd slurm-client munge libpmix-dev groff-base chromium
    mmdebstrap # Roots of other Debians, for hosts with other JDKs and MPIs: made by the tests, in ~/.m2/classcast-roots.
    patchelf # A JDK out of such a root runs with its own C library.
    glusterfs-server glusterfs-client) # Debian's glusterfs-server starts no daemon by itself; the tests run their own on a simulated host.
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

make -s -C sharedfs
say "sharedfs is built"
