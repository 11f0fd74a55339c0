package io.classcast.cluster.fault;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.Host;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One job and where it runs, as the steps of a fault see and change it. One thread. */
final class Scene {
    /** Ranks of a job; the second half of them is on the second host, without MPI all are on the first. */
    static final int RANKS = 4;
    /** The agent's timeout where ranks wait in vain, seconds. */
    static final int TIMEOUT = 8;
    /** The same elsewhere: a busy machine must not look like a fault. */
    private static final int LONG_TIMEOUT = 30;
    private static final int PATIENCE = 60;

    final Cluster cluster;
    final SharedFs shared;
    final FaultCell cell;
    final Path signs;
    final List<String> agentOptions = new ArrayList<>();
    final List<String> jvmOptions = new ArrayList<>();
    /** Shell lines that every rank runs before it becomes java. */
    final List<String> everyRank = new ArrayList<>();
    /** The same, of one rank. */
    final Map<Integer, String> ofRank = new TreeMap<>();
    String classPath;
    int classes = Workload.CLASSES;
    boolean gated;
    boolean agent = true;
    int extraSeconds;

    Scene(Cluster cluster, SharedFs shared, FaultCell cell, Path signs) {
        this.cluster = cluster;
        this.shared = shared;
        this.cell = cell;
        this.signs = signs;
        classPath = Workload.classPath(shared.mount());
    }

    /** The agent's timeout in this job, seconds. */
    int timeout() {
        return cell.fault().isWaitedFor() ? TIMEOUT : LONG_TIMEOUT;
    }

    /** The last rank; not the first, and no leader. */
    int last() {
        return RANKS - 1;
    }

    /** Leads the second host; without MPI any JVM but the first. */
    int otherLeader() {
        return RANKS / 2;
    }

    Host hostOf(int rank) {
        return cluster.hosts().get(cell.engine() == FaultEngine.NONE ? 0 : rank * cluster.hosts().size() / RANKS);
    }

    /** A file of the class path, as it is on the server. */
    Path file(String name) {
        return shared.source().resolve("app/" + name);
    }

    /** The job waits when it is half through, until {@link #open}. */
    void gate() {
        gated = true;
    }

    /** Waits until all ranks are half through. */
    void awaitUp() {
        awaitUp(RANKS);
    }

    void awaitUp(int ranks) {
        await("ranks are up", () -> {
            int up = 0;
            for (int rank = 0; rank < RANKS; rank++) {
                up += Files.exists(signs.resolve("up-" + rank)) ? 1 : 0;
            }
            return up >= ranks;
        });
    }

    void open() throws IOException {
        Files.writeString(signs.resolve("go"), "");
    }

    /** Waits until a rank is about to become java. */
    void awaitStart(int rank) {
        await("rank " + rank + " starts", () -> Files.exists(signs.resolve("pid-" + rank)));
    }

    /** Waits until an unfinished store of a host has content. */
    void awaitContent(Host host) {
        sh(host, "i=0; until [ -n \"$(find /dev/shm/classcast-0 /tmp/small/classcast-0 -path '*.new/0*' -size +0 2>/dev/null)\" ]; do"
                + " sleep 0.05; i=$((i + 1)); [ $i -lt 1000 ] || exit 1; done");
    }

    /** Waits until an injected fault of the file system has met a host. */
    void awaitFault(int host) {
        await("the file system fails", () -> shared.log(cluster.hosts().get(host)).stream().anyMatch(l -> l.startsWith("fault ")));
    }

    void awaitSign(String name) {
        await("sign " + name, () -> Files.exists(signs.resolve(name)));
    }

    /** Sends a signal to a rank. */
    void signal(int rank, String signal) throws IOException {
        awaitStart(rank);
        sh(hostOf(rank), "kill -" + signal + " " + Files.readString(signs.resolve("pid-" + rank)).strip());
    }

    /** Sends a signal to a rank and to all after it. A launcher ends the others as soon as it hears of the first. */
    void signalFrom(int first, String signal) throws IOException {
        for (int rank = first; rank < RANKS; rank++) {
            awaitStart(rank);
        }
        signal(first, signal);
        for (int rank = first + 1; rank < RANKS; rank++) {
            String pid = Files.readString(signs.resolve("pid-" + rank)).strip();
            sh(hostOf(rank), "kill -" + signal + " " + pid + " 2>/dev/null || ! kill -0 " + pid + " 2>/dev/null");
        }
    }

    void sh(Host host, String script) {
        host.exec("/", Map.of(), PATIENCE, "sh", "-c", script).orFail(script);
    }

    void everywhere(String script) {
        cluster.hosts().forEach(host -> sh(host, script));
    }

    /** A small file system of its own for the store. */
    void smallStore(String size) {
        everywhere("mkdir -p /tmp/small && mount -t tmpfs -o size=" + size + " tmpfs /tmp/small");
        agentOptions.add("store=/tmp/small");
    }

    void sleep(double seconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + PATIENCE + " s in vain: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    Command.Result run(Host host, String... command) {
        return host.exec("/tmp/work", Map.of(), PATIENCE, command);
    }
}
