package io.classcast.bench.broadcast;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.program.BroadcastProbe;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Engine;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.SharedFs;
import io.classcast.cluster.SlurmJob;
import io.classcast.job.Job;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Runs broadcasts on a cluster of simulated hosts, one rank a host. */
public final class BroadcastRuns implements AutoCloseable {
    private static final int SHM_MIB = 3000;
    private static final int SECONDS = 600;

    private final Cluster cluster;
    private final String link;

    /**
     * Makes the hosts.
     *
     * @param workspace directory for the cluster
     * @param hosts how many
     * @param link what each link carries, such as {@code 1gbit}; or {@code none}
     */
    public BroadcastRuns(Path workspace, int hosts, String link) {
        cluster = new Cluster(workspace, hosts, SHM_MIB);
        this.link = link;
        if (!link.equals("none")) {
            cluster.shape(link);
        }
    }

    /**
     * Broadcasts in turns: the engine's own, ours.
     *
     * @param engine what starts the ranks
     * @param jdk of the ranks
     * @param rounds measured rounds, after one that warms up
     * @param sizes MiB
     * @return a line for each size
     * @throws IOException where the class path of the ranks cannot be found
     */
    public List<Rates> engine(Engine engine, Jdk jdk, int rounds, List<Integer> sizes) throws IOException {
        boolean mpj = !engine.isNative();
        List<String> arguments = new ArrayList<>(List.of(mpj ? "mpj" : "mpi", Integer.toString(rounds), "/dev/shm/broadcast"));
        sizes.forEach(size -> arguments.add(Integer.toString(size)));
        List<String> jvm = mpj ? List.of("-Xmx2g") : List.of("-Xmx256m", "-XX:MaxDirectMemorySize=600m", "--enable-native-access=ALL-UNNAMED");
        JobOutcome outcome = engine.on(cluster).run(new JobSpec(jdk.home(), cluster.hosts().size(), jvm,
                place(BroadcastProbe.class) + ":" + place(Job.class), BroadcastProbe.class.getName(), arguments), SECONDS);
        Map<Integer, Rates> rates = new TreeMap<>();
        sizes.forEach(size -> rates.put(size, new Rates(engine.name().toLowerCase(Locale.ROOT), link, cluster.hosts().size(), size, new ArrayList<>(), new ArrayList<>())));
        for (String line : outcome.output()) {
            String[] words = line.split(" ");
            if (words[0].equals("result") && !words[2].equals("0")) {
                int mib = Integer.parseInt(words[1]);
                rates.get(mib).bare().add(mib / (Long.parseLong(words[3]) / 1e9));
                rates.get(mib).ours().add(mib / (Long.parseLong(words[4]) / 1e9));
            }
        }
        if (outcome.exit() != 0 || rates.values().stream().anyMatch(r -> r.ours().size() != rounds)) {
            throw new IllegalStateException(engine + " failed with exit code " + outcome.exit() + "\n" + String.join("\n", outcome.raw()));
        }
        return List.copyOf(rates.values());
    }

    /**
     * Every host copies a file from the shared file system at the same time, as a script would.
     *
     * @param rounds measured rounds
     * @param mib size of the file
     * @param bandwidthMib what the file server sends, MiB/s; 0 without limit
     * @return one line
     * @throws IOException where the file cannot be written
     */
    public Rates copy(int rounds, int mib, int bandwidthMib) throws IOException {
        SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(500, 100, bandwidthMib, 60));
        byte[] bytes = new byte[1 << 20];
        new Random(mib).nextBytes(bytes);
        Path file = shared.source().resolve("copied.jar");
        Files.write(file, new byte[0]);
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < mib; i++) {
                out.write(bytes);
            }
        }
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            shared.remount();
            long begun = System.nanoTime();
            List<Process> copies = new ArrayList<>();
            for (Host host : cluster.hosts()) {
                copies.add(host.start("/tmp", Map.of(), cluster.workspace().resolve("copy-" + host.name() + ".log"),
                        List.of("cp", shared.mount().resolve("copied.jar").toString(), "/dev/shm/copied.jar")));
            }
            for (Process copy : copies) {
                if (copy.onExit().join().exitValue() != 0) {
                    throw new IllegalStateException("cp failed, see " + cluster.workspace() + "/copy-*.log");
                }
            }
            rates.add(mib / ((System.nanoTime() - begun) / 1e9));
        }
        Files.delete(file);
        return new Rates("cp from sharedfs", link, cluster.hosts().size(), mib, rates, List.of());
    }

    /**
     * Slurm's sbcast of a file that lies in node0's memory.
     *
     * @param rounds measured rounds
     * @param mib size of the file
     * @return one line
     */
    public Rates sbcast(int rounds, int mib) {
        SlurmJob slurm = new SlurmJob(cluster, "none");
        Host first = cluster.hosts().get(0);
        first.exec("/tmp", Map.of(), SECONDS, "sh", "-c", "head -c " + mib + "M /dev/urandom > /dev/shm/sbcast.jar").orFail("making a file");
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            rates.add(mib / slurm.sbcast("/dev/shm/sbcast.jar", "/dev/shm/sbcast.copy", SECONDS));
        }
        for (Host host : cluster.hosts()) {
            host.exec("/tmp", Map.of(), 10, "sh", "-c", "rm -f /dev/shm/sbcast.*; pkill -KILL slurmd; pkill -KILL slurmctld; pkill -KILL munged; true");
        }
        return new Rates("sbcast", link, cluster.hosts().size(), mib, rates, List.of());
    }

    /** A copy of where a class comes from, in the workspace: hosts see that. */
    private Path place(Class<?> type) throws IOException {
        try {
            Path origin = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(origin)) {
                return origin;
            }
            return Files.copy(origin, cluster.workspace().resolve(origin.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
        } catch (URISyntaxException e) {
            throw new IOException("where is " + type + "?", e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
