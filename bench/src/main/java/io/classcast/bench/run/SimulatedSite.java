package io.classcast.bench.run;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.Counters;
import io.classcast.cluster.GlusterFs;
import io.classcast.cluster.Host;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.MpirunJob;
import io.classcast.cluster.MpjWithoutDaemons;
import io.classcast.cluster.SharedFileSystem;
import io.classcast.cluster.SharedFs;
import io.classcast.cluster.SlurmJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Simulated hosts on this machine, with sharedfs or GlusterFS; Open MPI's mpirun starts the ranks. Needs root. */
final class SimulatedSite implements Site {
    private static final int SHM_MIB = 4000;
    private static final int SECONDS = 600;
    /** On every host's own /tmp. */
    private static final Path SCRATCH = Path.of("/tmp/startup-bench/rank");
    /** The hosts have Ethernet only; else Open MPI would look for other networks in every rank, which takes 0.2 s. */
    private static final String PML = "OMPI_MCA_pml=ob1";
    /** The first that can call a native MPI; ranks of older ones are MPJ Express's. */
    private static final int NATIVE_JDK = 22;

    private final Cluster cluster;
    private final SharedFileSystem shared;
    private final StartupRun.Where where;
    private final Jdk jdk;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private SlurmJob slurm;

    private SimulatedSite(Cluster cluster, SharedFileSystem shared, StartupRun.Where where, Jdk jdk) {
        this.cluster = cluster;
        this.shared = shared;
        this.where = where;
        this.jdk = jdk;
        versions.put("launcher", firstLine("mpirun.openmpi", "--version") + ", " + PML);
        versions.put("engine", jdk.version().feature() < NATIVE_JDK ? "MPJ Express" : "Open MPI");
    }

    /**
     * Makes hosts with sharedfs.
     *
     * @param workspace directory for the cluster
     * @param hosts how many
     * @param preset what the file system costs
     * @param jdk of the ranks
     * @return the site
     */
    static SimulatedSite withSharedFs(Path workspace, int hosts, Preset preset, Jdk jdk) {
        Cluster cluster = new Cluster(workspace, hosts, SHM_MIB);
        return new SimulatedSite(cluster, new SharedFs(cluster, preset.costs()), new StartupRun.Where("cluster", preset.name(), hosts, preset.facts()), jdk);
    }

    /**
     * Makes hosts with GlusterFS, as Debian ships it.
     *
     * @param workspace directory for the cluster
     * @param hosts how many
     * @param jdk of the ranks
     * @return the site
     */
    static SimulatedSite withGlusterFs(Path workspace, int hosts, Jdk jdk) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("volume", "one brick on a storage host of its own, defaults of GlusterFS and of mount.glusterfs; links of this machine's memory");
        facts.put("counted", "by each mount's own process; the bricks' books agree (GlusterFsIT)");
        Cluster cluster = new Cluster(workspace, hosts, SHM_MIB);
        boolean complete = false;
        try {
            SimulatedSite site = new SimulatedSite(cluster, new GlusterFs(cluster, GlusterFs.Setup.DEFAULTS), new StartupRun.Where("glusterfs", "glusterfs", hosts, facts), jdk);
            site.versions.put("glusterfs", firstLine("gluster", "--version"));
            complete = true;
            return site;
        } finally {
            if (!complete) {
                cluster.close();
            }
        }
    }

    @Override
    public StartupRun.Where where() {
        return where;
    }

    @Override
    public Map<String, String> versions() {
        return versions;
    }

    private static String firstLine(String... command) {
        return Command.run(List.of(command), Map.of(), 30).out().lines().findFirst().orElse("unknown");
    }

    @Override
    public Path source() {
        return shared.source();
    }

    @Override
    public Path shared() {
        return shared.mount();
    }

    @Override
    public Path local(String name) {
        // The workspace is on the machine's own disk, and all hosts see it.
        Path copy = cluster.workspace().resolve("local").resolve(name);
        Command.run(List.of("sh", "-c", "mkdir -p \"$(dirname \"$2\")\" && rm -rf \"$2\" && cp -rp \"$1\" \"$2\"", "sh", shared.source().resolve(name).toString(), copy.toString()), Map.of(),
                SECONDS).orFail("copying to the local disk");
        return copy;
    }

    @Override
    public Path scratch() {
        return SCRATCH;
    }

    @Override
    public Path notes() {
        return cluster.workspace().resolve("notes");
    }

    @Override
    public Launcher launcher(List<String> wrapper) {
        List<String> around = new ArrayList<>(List.of("env", PML));
        around.addAll(wrapper);
        Launcher mpirun = new MpirunJob(cluster, MpirunJob.Family.OPENMPI, around);
        return jdk.version().feature() < NATIVE_JDK ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;
    }

    @Override
    public void onEveryHost(String script) {
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), SECONDS, "sh", "-c", script).orFail(script);
        }
    }

    @Override
    public boolean fresh() {
        shared.remount();
        return true;
    }

    @Override
    public void freshForPreparation() {
        // To make an AppCDS archive of 9,000 classes of 150 jars takes a quarter of an hour where nothing is cached.
        shared.remountWithoutCosts();
    }

    @Override
    public List<Trial.OfHost> counts() {
        List<Trial.OfHost> counts = new ArrayList<>();
        for (Host host : cluster.hosts()) {
            counts.add(new Trial.OfHost(host.name(), operations(shared.counters(host))));
        }
        return counts;
    }

    private static Map<String, Long> operations(Counters counters) {
        Map<String, Long> operations = new LinkedHashMap<>();
        operations.put("lookup", counters.lookup());
        operations.put("enoent", counters.enoent());
        operations.put("getattr", counters.getattr());
        operations.put("open", counters.open());
        operations.put("readdir", counters.readdir());
        operations.put("readlink", counters.readlink());
        operations.put("read", counters.read());
        operations.put("readBytes", counters.readBytes());
        return operations;
    }

    @Override
    public void requireSbcast() {
        if (slurm == null) {
            if (Command.run(List.of("sh", "-c", "command -v sbcast slurmd slurmctld munged"), Map.of(), 30).exit() != 0) {
                throw new Unavailable("Slurm is not installed");
            }
            slurm = new SlurmJob(cluster, "none");
        }
    }

    @Override
    public double sbcast(String tar, String directory) {
        onEveryHost("rm -rf " + directory + " && mkdir -p " + Path.of(directory).getParent());
        return 1000 * slurm.sbcastAndUnpack(shared.mount().resolve(tar).toString(), directory, SECONDS);
    }

    @Override
    public boolean isCollective() {
        return true;
    }

    @Override
    public void close() {
        if (slurm != null) {
            for (Host host : cluster.hosts()) {
                host.exec("/", Map.of(), 10, "sh", "-c", "pkill -KILL slurmd; pkill -KILL slurmctld; pkill -KILL munged; true");
            }
        }
        shared.close();
        cluster.close();
    }
}
