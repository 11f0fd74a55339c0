# Spack recipe of Classcast (Spack 1.0 and later). See docs/install.md.

import os

from spack_repo.builtin.build_systems.generic import Package

from spack.package import *


class Classcast(Package):
    """Start-up acceleration for Java on HPC clusters: rank 0 alone reads the class path and broadcasts it over MPI."""

    # The archive that mvn package makes, in the current directory or a mirror: nothing is downloaded.
    url = f"file://{os.getcwd()}/classcast-0.1.0.tar.gz"
    manual_download = True

    license("Apache-2.0", checked_by="classcast")

    # sha256sum classcast-0.1.0.tar.gz
    version("0.1.0", sha256="0000000000000000000000000000000000000000000000000000000000000000")

    # Native MPI needs JDK 22 or later.
    depends_on("java@17:", type="run")

    def install(self, spec, prefix):
        install_tree(".", prefix)

    def setup_run_environment(self, env):
        env.set("CLASSCAST_AGENT", join_path(self.prefix.lib, "classcast-agent.jar"))

    def test_version(self):
        """bcastjar starts"""
        bcastjar = which(self.prefix.bin.bcastjar)
        assert f"bcastjar {self.version}" in bcastjar("--version", output=str.split, error=str.split)
