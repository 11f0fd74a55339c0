package io.classcast.bench.stage;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.program.SendProbe;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.Counters;
import io.classcast.cluster.Engine;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.SharedFs;
import io.classcast.cluster.SlurmJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Brings a JDK and a class path to the disks of simulated hosts, one rank a host; every run begins with cold caches and empty disks. */
public final class StageRuns implements AutoCloseable {
    private static final int SECONDS = 600;
    private static final int SHM_MIB = 64;
    private static final String TO = "/tmp/staged";
    private static final int PORT = 40_100;
    private static final Pattern TIME = Pattern.compile(" in (\\d+\\.\\d+) s");

    /** How long the copying took. */
    public static final String MILLIS = "ms";
    /** With the start and the end of what copies. */
    public static final String WHOLE = "whole ms";

    private final Cluster cluster;
    private final SharedFs shared;
    private final SlurmJob slurm;
    private final Path bcastjar;
    private final Path programs;
    private final Jdk jdk;
    private final Engine engine;
    private final long bytes;
    private final int files;

    /**
     * Makes the hosts, and puts a JDK and jars on their shared file system, as files and as one tar.
     *
     * @param workspace directory for the cluster
     * @param hosts how many
     * @param link what each link carries, such as {@code 1gbit}; or {@code none}
     * @param costs of the shared file system
     * @param engine starts the ranks
     * @param jdk of the ranks, and what is staged
     * @param jars what is staged beside it
     * @param bcastjar the jar with the command
     * @param programs the jar with the probes
     * @throws IOException where files cannot be copied
     */
    public StageRuns(Path workspace, int hosts, String link, SharedFs.Costs costs, Engine engine, Jdk jdk, List<Path> jars, Path bcastjar, Path programs)
            throws IOException {
        this.engine = engine;
        this.jdk = jdk;
        this.bcastjar = bcastjar;
        this.programs = programs;
        cluster = new Cluster(workspace, hosts, SHM_MIB);
        if (!link.equals("none")) {
            cluster.shape(link);
        }
        shared = new SharedFs(cluster, costs);
        slurm = new SlurmJob(cluster, "none");
        Path source = shared.source().resolve("source");
        Command.run(List.of("rm", "-rf", source.toString(), source + ".tar"), Map.of(), SECONDS).orFail("emptying the shared file system");
        Files.createDirectories(source.resolve("lib"));
        // -L: a distribution's JDK has links to the rest of the machine.
        Command.run(List.of("sh", "-c", "cp -rL \"$1\" \"$2\" 2> /dev/null; test -x \"$2/bin/java\"", "sh", jdk.home().toString(), source.resolve("jdk").toString()), Map.of(), SECONDS)
                .orFail("copying the JDK");
        for (Path jar : jars) {
            Files.copy(jar, source.resolve("lib").resolve(jar.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Command.run(List.of("tar", "-C", source.toString(), "-cf", source + ".tar", "."), Map.of(), SECONDS).orFail("tar");
        long sum = 0;
        int count = 0;
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
                count++;
            }
        }
        bytes = sum;
        files = count;
    }

    /**
     * What is staged.
     *
     * @return bytes of all files
     */
    public long bytes() {
        return bytes;
    }

    /**
     * What is staged.
     *
     * @return number of files
     */
    public int files() {
        return files;
    }

    private String seen(String name) {
        return shared.mount().resolve(name).toString();
    }

    private static Map<String, Double> ms(double seconds) {
        return Map.of(MILLIS, 1000 * seconds);
    }

    private void fresh() {
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), SECONDS, "sh", "-c", "rm -rf " + TO + "*").orFail("emptying the disk");
        }
        shared.remount();
    }

    private double on(Host host, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-ec", script, "sh"));
        command.addAll(List.of(arguments));
        Command.Result result = host.exec("/tmp", Map.of(), SECONDS, command.toArray(new String[0])).orFail(script);
        return result.seconds();
    }

    /**
     * One host reads all files once.
     *
     * @return milliseconds
     */
    public Map<String, Double> read() {
        fresh();
        return ms(on(cluster.hosts().get(0), "find \"$1\" -type f -exec cat {} + > /dev/null", seen("source")));
    }

    /**
     * The same, four files at a time.
     *
     * @return milliseconds
     */
    public Map<String, Double> readTogether() {
        fresh();
        return ms(on(cluster.hosts().get(0), "find \"$1\" -type f -print0 | xargs -0 -n 10 -P 4 cat > /dev/null", seen("source")));
    }

    /**
     * One host writes all files once to its disk, from memory.
     *
     * @return milliseconds
     */
    public Map<String, Double> write() {
        fresh();
        on(cluster.hosts().get(0), "cp -r \"$1\" \"$2\"", shared.source().resolve("source").toString(), TO + "-warm");
        return ms(on(cluster.hosts().get(0), "cp -r \"$1\" \"$2\"", TO + "-warm", TO));
    }

    /**
     * As many bytes over one link, by one connection.
     *
     * @return milliseconds
     */
    public Map<String, Double> send() {
        fresh();
        String java = jdk.java().toString();
        Host receiver = cluster.hosts().get(1);
        Path log = cluster.workspace().resolve("receive.log");
        Process receiving = receiver.start("/tmp", Map.of(), log, List.of(java, "-cp", programs.toString(), SendProbe.class.getName(), "receive", "" + PORT));
        cluster.hosts().get(0).exec("/tmp", Map.of(), SECONDS, "sh", "-c", "for i in $(seq 100); do \"$@\" 2> /dev/null && exit 0; sleep 0.1; done; exit 1", "sh", java, "-cp",
                programs.toString(), SendProbe.class.getName(), "send", receiver.name(), "" + PORT, "" + bytes).orFail("sending");
        receiving.onExit().join();
        try {
            return ms(Long.parseLong(Files.readString(log).trim().split(" ")[1]) / 1e9);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@code bcastjar stage}: the stage itself, and the whole command from mpirun's start to its end.
     *
     * @param compress option of that name
     * @return milliseconds of both
     */
    public Map<String, Double> stage(String compress) {
        fresh();
        List<String> jvm = jdk.version().feature() < 22 ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
        JobOutcome outcome = engine.on(cluster).run(new JobSpec(jdk.home(), cluster.hosts().size(), jvm, bcastjar.toString(), "io.classcast.cli.BcastJar",
                List.of("stage", "--compress", compress, "--to", TO, seen("source"))), SECONDS);
        String said = String.join("\n", outcome.raw());
        Matcher time = TIME.matcher(said);
        if (outcome.exit() != 0 || !time.find()) {
            throw new IllegalStateException("bcastjar stage ended with " + outcome.exit() + "\n" + said);
        }
        mustHaveBeenReadOnce();
        return Map.of(MILLIS, 1000 * Double.parseDouble(time.group(1)), WHOLE, 1000 * outcome.seconds());
    }

    private void mustHaveBeenReadOnce() {
        for (Host host : cluster.hosts()) {
            Counters counters = shared.counters(host);
            boolean reader = host == cluster.hosts().get(0);
            if (reader ? counters.readBytes() != bytes || counters.open() != files : !counters.equals(Counters.ZERO)) {
                throw new IllegalStateException(host.name() + " did not read each byte once: " + counters + ", " + bytes + " bytes of " + files + " files");
            }
        }
    }

    /**
     * Slurm's sbcast of the tar, and tar on every host.
     *
     * @return milliseconds
     */
    public Map<String, Double> sbcast() {
        fresh();
        double seconds = slurm.sbcastAndUnpack(seen("source.tar"), TO, SECONDS);
        return Map.of(MILLIS, 1000 * seconds, WHOLE, 1000 * seconds);
    }

    /**
     * Every host copies the tree from the shared file system at the same time.
     *
     * @return milliseconds
     */
    public Map<String, Double> copy() {
        fresh();
        long begun = System.nanoTime();
        List<Process> copies = new ArrayList<>();
        for (Host host : cluster.hosts()) {
            copies.add(host.start("/tmp", Map.of(), cluster.workspace().resolve("copy-" + host.name() + ".log"), List.of("cp", "-r", seen("source"), TO)));
        }
        for (Process copy : copies) {
            if (copy.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("cp failed, see " + cluster.workspace() + "/copy-*.log");
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return Map.of(MILLIS, 1000 * seconds, WHOLE, 1000 * seconds);
    }

    @Override
    public void close() {
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), 10, "sh", "-c", "pkill -KILL slurmd; pkill -KILL slurmctld; pkill -KILL munged; true");
        }
        cluster.close();
    }
}
