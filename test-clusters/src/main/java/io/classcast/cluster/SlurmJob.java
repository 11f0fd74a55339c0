package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Jobs of Slurm: munged and slurmd on every host, slurmctld and srun on node0. The daemons run in the foreground, inside the
 * hosts, and end with them; their files lie in each host's own /tmp.
 */
public final class SlurmJob implements Launcher {
    private static final int CPUS = 64;
    private static final int PATIENCE_SECONDS = 30;

    private final Cluster cluster;
    private final String mpi;
    private final Map<String, String> environment;

    /**
     * Starts Slurm on a cluster.
     *
     * @param cluster its hosts
     * @param mpi what srun sets up: pmix or pmi2
     */
    public SlurmJob(Cluster cluster, String mpi) {
        this.cluster = cluster;
        this.mpi = mpi;
        environment = Map.of("SLURM_CONF", configuration().toString());
        Path key = key();
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), 10, "sh", "-c", "rm -rf /tmp/slurm && mkdir -p /tmp/slurm/state /tmp/slurm/spool")
                    .orFail("directories of Slurm");
            start(host, "munged", "--foreground", "--force", "--socket=/tmp/slurm/munge.socket", "--key-file=" + key,
                    "--pid-file=/tmp/slurm/munged.pid", "--log-file=/tmp/slurm/munged.log", "--seed-file=/tmp/slurm/munged.seed");
        }
        start(cluster.hosts().get(0), "slurmctld", "-D");
        for (Host host : cluster.hosts()) {
            start(host, "slurmd", "-D", "-N", host.name());
        }
        awaitIdle();
    }

    private Path configuration() {
        StringBuilder text = new StringBuilder("""
                ClusterName=classcast
                SlurmctldHost=node0(%s)
                SlurmUser=root
                SlurmdUser=root
                AuthType=auth/munge
                AuthInfo=socket=/tmp/slurm/munge.socket
                StateSaveLocation=/tmp/slurm/state
                SlurmdSpoolDir=/tmp/slurm/spool
                SlurmctldPidFile=/tmp/slurm/slurmctld.pid
                SlurmdPidFile=/tmp/slurm/slurmd.pid
                ProctrackType=proctrack/linuxproc
                TaskPlugin=task/none
                SelectType=select/linear
                MpiDefault=none
                ReturnToService=2
                SwitchType=switch/none
                SlurmdParameters=config_overrides
                PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE
                """.formatted(cluster.address(cluster.hosts().get(0))));
        for (Host host : cluster.hosts()) {
            text.append("NodeName=").append(host.name()).append(" NodeAddr=").append(cluster.address(host)).append(" CPUs=")
                    .append(CPUS).append(" State=UNKNOWN\n");
        }
        try {
            return Files.writeString(cluster.workspace().resolve("slurm.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write slurm.conf", e);
        }
    }

    private Path key() {
        Path key = cluster.workspace().resolve("munge.key");
        byte[] bytes = new byte[128];
        new SecureRandom().nextBytes(bytes);
        try {
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.write(key, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write munge's key", e);
        }
    }

    private void start(Host host, String... command) {
        host.start("/tmp/slurm", environment, log(host, command[0]), List.of(command));
    }

    private Path log(Host host, String daemon) {
        return cluster.workspace().resolve(host.name() + "." + daemon + ".log");
    }

    private void awaitIdle() {
        Host first = cluster.hosts().get(0);
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            Command.Result nodes = first.exec("/", environment, 10, "sinfo", "--noheader", "--Node", "--format=%T");
            if (nodes.exit() == 0 && nodes.out().lines().filter("idle"::equals).count() == cluster.hosts().size()) {
                return;
            }
            Holder.sleep(200);
        }
        throw new IllegalStateException("Slurm does not come up, see " + log(first, "slurmctld") + " and its neighbours");
    }

    /**
     * Copies a file from node0 to every host by sbcast(1), within an allocation of all hosts.
     *
     * @param file on node0
     * @param target on every host, replaced
     * @param timeoutSeconds after which it is killed
     * @return seconds that sbcast took, without the allocation
     */
    public double sbcast(String file, String target, int timeoutSeconds) {
        return timed("sbcast --force \"$1\" \"$2\"", timeoutSeconds, file, target);
    }

    /**
     * The same with a tar archive, which every host then unpacks.
     *
     * @param archive on node0
     * @param directory on every host, made anew
     * @param timeoutSeconds after which it is killed
     * @return seconds that it took, without the allocation
     */
    public double sbcastAndUnpack(String archive, String directory, int timeoutSeconds) {
        return timed("sbcast --force \"$1\" \"$2.tar\" && srun --ntasks-per-node=1 sh -c \"mkdir $2 && tar -C $2 -xf $2.tar && rm $2.tar\"",
                timeoutSeconds, archive, directory);
    }

    private double timed(String command, int timeoutSeconds, String... arguments) {
        String script = "begun=$(date +%s%N); " + command + " && echo $(($(date +%s%N) - begun))";
        String hosts = Integer.toString(cluster.hosts().size());
        List<String> whole = new ArrayList<>(List.of("salloc", "--quiet", "--nodes=" + hosts, "--ntasks=" + hosts, "sh", "-c", script, "sh"));
        whole.addAll(List.of(arguments));
        String nanos = cluster.hosts().get(0).exec("/tmp/slurm", environment, timeoutSeconds, whole.toArray(new String[0])).orFail(command).out().trim();
        return Long.parseLong(nanos) / 1e9;
    }

    /**
     * Runs a step of several programs in an ordinary allocation, each on a host of its own; the first one has the lowest ranks.
     *
     * @param programs in order, at most as many as there are hosts
     * @param timeoutSeconds after which it is killed
     * @return how it ended
     */
    public JobOutcome run(List<MpirunJob.Program> programs, int timeoutSeconds) {
        List<String> command = new ArrayList<>(List.of("salloc", "--quiet", "--nodes=" + programs.size(), "srun", "--mpi=" + mpi));
        for (MpirunJob.Program program : programs) {
            if (program != programs.get(0)) {
                command.add(":");
            }
            command.addAll(List.of("--nodes=1", "--ntasks=" + program.ranks(), "--overcommit"));
            command.addAll(program.command());
        }
        Command.Result result = cluster.hosts().get(0).exec("/tmp/work", environment, timeoutSeconds, command.toArray(new String[0]));
        return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds());
    }

    @Override
    public JobOutcome run(JobSpec spec, int timeoutSeconds) {
        for (Host host : cluster.hosts()) {
            // A step that was killed leaves its PMIx directory, and the next one with its number does not start beside that.
            host.exec("/", Map.of(), 10, "sh", "-c", "rm -rf /tmp/work /tmp/spmix_appdir_* && mkdir -p /tmp/work")
                    .orFail("directory of the job");
        }
        int hosts = cluster.hosts().size();
        List<String> command = new ArrayList<>(List.of("srun", "--mpi=" + mpi, "--nodes=" + hosts, "--ntasks=" + spec.ranks(),
                "--ntasks-per-node=" + (spec.ranks() + hosts - 1) / hosts, "--overcommit", "--kill-on-bad-exit=1"));
        command.addAll(spec.java());
        Command.Result result = cluster.hosts().get(0).exec("/tmp/work", environment, timeoutSeconds,
                command.toArray(new String[0]));
        if (result.exit() == 137) {
            // Without its srun a step goes on.
            cluster.hosts().get(0).exec("/", environment, 10, "scancel", "--signal=KILL", "--full", "--user=root");
            awaitIdle();
        }
        return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds());
    }
}
