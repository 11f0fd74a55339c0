package io.classcast.cluster.fault;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Leftovers;
import io.classcast.cluster.Machine;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs cells on two hosts, one after the other, and judges them. Not for several threads. */
public final class FaultRun implements AutoCloseable {
    private static final int HOSTS = 2;
    private static final int SHM_MIB = 512;
    private static final int PLAIN_SECONDS = 600;
    /** Seconds that a job may take beyond the agent's timeout and three times the plain job. */
    private static final int MARGIN = 15;
    /** MPJ's starter waits for ever for a rank that was killed: the others have ended after so long. */
    private static final int ENDLESS_MARGIN = 4;
    private static final String CLEAN = "umount /tmp/small 2>/dev/null; mount -o remount,rw,size=" + SHM_MIB + "m /dev/shm;"
            + " rm -rf /dev/shm/* /tmp/small /tmp/classcast-0 /tmp/openmpi-* /tmp/ompi.*; mkdir -p /tmp/work; true";

    private final Cluster cluster;
    private final SharedFs shared;
    private final Workload workload;
    private final Map<String, JobOutcome> plain = new HashMap<>();

    /**
     * Makes the hosts.
     *
     * @param workspace directory that all hosts see at the same path
     * @throws IOException where the program cannot be built
     */
    public FaultRun(Path workspace) throws IOException {
        workload = new Workload(workspace.resolve("master"));
        cluster = new Cluster(workspace, HOSTS, SHM_MIB);
        shared = new SharedFs(cluster, new SharedFs.Costs(0, 0, 0, 0));
    }

    /**
     * Runs one cell.
     *
     * @param cell which
     * @return what came of it
     * @throws IOException where the harness itself fails
     */
    public FaultVerdict run(FaultCell cell) throws IOException {
        try {
            JobOutcome expected = plain(cell);
            Scene scene = scene(cell);
            cell.fault().shape().run(scene);
            cell.fault().before().run(scene);
            shared.remount();
            double bound = scene.timeout() + MARGIN + 3 * expected.seconds() + scene.extraSeconds;
            JobSpec spec = job(scene, true);
            boolean endless = cell.fault().callsNoMpi() && cell.engine() == FaultEngine.MPJ;
            boolean dies = cell.fault().expected(cell.engine(), cell.mode()) == Fault.Expected.JOB_DIES;
            double longest = endless && dies ? scene.timeout() + ENDLESS_MARGIN + 2 * expected.seconds() + scene.extraSeconds : bound;
            CompletableFuture<JobOutcome> job = CompletableFuture
                    .supplyAsync(() -> cell.engine().on(cluster).run(spec, (int) Math.ceil(longest) + 1));
            Exception notMet = null;
            try {
                cell.fault().during().run(scene);
            } catch (RuntimeException e) {
                notMet = e;
                scene.open();
            }
            JobOutcome outcome = job.join();
            List<String> left = left(cell);
            if (notMet != null) {
                left.add("the fault was not met: " + notMet.getMessage());
            }
            return FaultVerdict.of(cell, expected, outcome, endless ? Double.MAX_VALUE : bound, left);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            return FaultVerdict.broken(cell, e);
        } finally {
            for (Host host : cluster.hosts()) {
                shared.inject(host);
            }
        }
    }

    private JobOutcome plain(FaultCell cell) throws Exception {
        String key = cell.engine() + " " + cell.jdk() + " " + (cell.fault().hasOwnJob() ? cell.fault().name() : "");
        JobOutcome known = plain.get(key);
        if (known == null) {
            Scene scene = scene(cell);
            cell.fault().shape().run(scene);
            scene.gated = false;
            shared.remount();
            known = cell.engine().on(cluster).run(job(scene, false), PLAIN_SECONDS);
            if (known.lines().stream().filter(l -> l.startsWith("rank ")).count() < Scene.RANKS) {
                throw new IllegalStateException("the job does not even run plain: " + known.raw());
            }
            left(cell);
            plain.put(key, known);
        }
        return known;
    }

    private Scene scene(FaultCell cell) throws IOException {
        Path signs = cluster.workspace().resolve("signs");
        Workload.remove(signs);
        Files.createDirectories(signs);
        workload.install(shared.source());
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), 30, "sh", "-c", CLEAN).orFail("cleaning " + host.name());
        }
        return new Scene(cluster, shared, cell, signs);
    }

    private static JobSpec job(Scene scene, boolean served) throws IOException {
        FaultCell cell = scene.cell;
        List<String> jvm = new ArrayList<>();
        if (served && scene.agent) {
            List<String> options = new ArrayList<>(List.of("engine=" + cell.engine().option(), cell.mode().options(),
                    "timeout=" + scene.timeout()));
            options.addAll(scene.agentOptions);
            jvm.add("-javaagent:" + Machine.agent() + "=" + String.join(",", options));
        }
        jvm.addAll(scene.jvmOptions);
        // Without Classcast MPJ's starter waits for ranks that never call it.
        String main = cell.engine() == FaultEngine.MPJ && !(served && cell.fault().callsNoMpi()) ? "MpjWork" : "Work";
        Path java = RankJava.write(scene, Machine.jdk(cell.jdk()), served);
        return new JobSpec(java, Scene.RANKS, jvm, scene.classPath, main,
                List.of(scene.gated ? scene.signs.toString() : "-", Integer.toString(scene.classes)));
    }

    /** Processes and files that are left; where a SIGKILL may leave files, those that the next job leaves. */
    private List<String> left(FaultCell cell) throws IOException {
        List<String> left = new ArrayList<>();
        for (Host host : cluster.hosts()) {
            left.addAll(Leftovers.processes(host));
        }
        if (cell.fault().mayLeaveStores()) {
            next(cell, left);
        }
        for (Host host : cluster.hosts()) {
            left.addAll(Leftovers.files(host));
        }
        return left;
    }

    private void next(FaultCell cell, List<String> left) throws IOException {
        Scene scene = new Scene(cluster, shared, cell, Files.createDirectories(cluster.workspace().resolve("signs")));
        for (Host host : cluster.hosts()) {
            shared.inject(host);
        }
        workload.install(shared.source());
        shared.remount();
        JobOutcome next = cell.engine().on(cluster).run(job(scene, true), PLAIN_SECONDS);
        if (next.agentLines().stream().noneMatch(l -> l.contains(" served to "))) {
            left.add("the next job was not served: " + next.raw());
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
