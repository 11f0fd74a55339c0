package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Random jobs with random faults, one after another: each ends with the right output, or dies where one of its ranks was killed;
 * then nothing of it runs, and what it left the next job removes. {@code soak.sh --minutes 20 --seed N} does it for longer; with
 * the same seed come the same jobs and faults, but for the moment that a process meets them.
 */
class SoakIT {
    private static final int MINUTES = Integer.getInteger("classcast.soak.minutes", 0);
    /** Where no time is given. */
    private static final int JOBS = 6;
    private static final long SEED = Long.getLong("classcast.soak.seed", 1);
    private static final int RANKS = 4;
    private static final int CLASSES = 200;
    private static final int EACH = 20;
    private static final int LONGEST_SECONDS = 150;

    private enum Fault {
        NONE,
        KILLED_RANK,
        STOPPED_RANK,
        FULL_STORE,
        REPLACED_JAR
    }

    /** Whoever starts a job; without MPI the JVMs of the first host share a store. */
    private enum Way {
        NONE,
        OPENMPI
    }

    private final Random random = new Random(SEED);
    private final Map<Fault, Integer> jobs = new EnumMap<>(Fault.class);
    private int died;
    private Cluster cluster;
    private Path app;

    @Test
    void randomFaultsEndInTheRightOutputOrADeadJobAndLeaveNothing() throws IOException {
        long begun = System.nanoTime();
        Path workspace = Fixtures.workspace("soak");
        try (Cluster two = new Cluster(workspace, 2, 64)) {
            cluster = two;
            app = Fixtures.empty(workspace.resolve("app"));
            Fixtures.compile("soak", app.resolve("classes"));
            Fixtures.generateJars(app, CLASSES, EACH, 4);
            word("old");
            word("new");
            int job = 0;
            while (MINUTES > 0 ? System.nanoTime() - begun < MINUTES * 60_000_000_000L : job < JOBS) {
                // Each kind comes early, so that a short run has seen all.
                Fault fault = Fault.values()[job < Fault.values().length ? job : random.nextInt(Fault.values().length)];
                Way way = random.nextBoolean() ? Way.NONE : Way.OPENMPI;
                one("job " + job + " of seed " + SEED + ": " + way + ", " + fault, way, fault);
                job++;
            }
            note(job, (System.nanoTime() - begun) / 60e9);
        }
    }

    private void note(int count, double minutes) throws IOException {
        Files.writeString(Machine.home().resolve("target/soak.txt"), String.format("seed %d, %.1f minutes, %d jobs %s, %d died of a killed rank%n",
                SEED, minutes, count, jobs, died), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A jar whose class says a word; both are as long and as old, so that only their bytes differ. */
    private void word(String word) throws IOException {
        Path source = Files.createDirectories(app.resolve("source-" + word + "/word"));
        Files.writeString(source.resolve("Word.java"), "package word; public class Word { public static String says() { return \"" + word + "\"; } }");
        Path classes = app.resolve("classes-" + word);
        Application.compile(source.getParent(), List.of(), classes);
        Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", app.resolve(word + ".jar").toString(), "-C", classes.toString(), "word"),
                Map.of(), 60).orFail("jar");
    }

    private void put(String word) throws IOException {
        Path part = Files.copy(app.resolve(word + ".jar"), app.resolve("word.part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, app.resolve("word.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void one(String what, Way way, Fault fault) throws IOException {
        jobs.merge(fault, 1, Integer::sum);
        put("old");
        int rest = random.nextInt(1500);
        int delay = 300 + random.nextInt(2500);
        Host struck = cluster.hosts().get(way == Way.NONE ? 0 : random.nextInt(2));
        if (fault == Fault.FULL_STORE) {
            shell(struck, "head -c 100m /dev/zero > /dev/shm/full 2> /dev/null; true");
        }
        CompletableFuture<JobOutcome> running = CompletableFuture.supplyAsync(() -> job(way, rest));
        Holder.sleep(delay);
        boolean hit = strike(struck, fault);
        JobOutcome outcome = running.join();
        String all = what + "\n" + String.join("\n", outcome.raw());
        List<String> said = outcome.output().stream().filter(l -> l.startsWith("said ")).toList();
        int sum = CLASSES * (CLASSES - 1) / 2;
        assertThat(said).as(all).allMatch(l -> l.equals("said old " + sum) || fault == Fault.REPLACED_JAR && l.equals("said new " + sum));
        if (outcome.exit() == 0) {
            assertThat(said).as(all).hasSize(RANKS);
        } else {
            assertThat(hit && fault == Fault.KILLED_RANK).as(all).isTrue();
            died++;
        }
        if (way == Way.OPENMPI && said.size() == RANKS && outcome.agentLines().stream().anyMatch(l -> l.contains("served to"))) {
            // Served by one rank's copy, they cannot differ.
            assertThat(said.stream().distinct()).as(all).hasSize(1);
        }
        clean(what);
    }

    /** Nothing runs any more; the next job, without a fault, removes what a SIGKILL has left. */
    private void clean(String what) {
        for (Host host : cluster.hosts()) {
            assertThat(shell(host, "rm -f /dev/shm/full; n=0; while pgrep -x java > /dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done;"
                    + " pgrep -a -x java; true")).as(what + ", on " + host.name()).isEmpty();
        }
        JobOutcome next = job(Way.OPENMPI, 0);
        assertThat(next.exit()).as(what + ", next job\n" + String.join("\n", next.raw())).isZero();
        assertThat(next.output().stream().filter(l -> l.startsWith("said "))).hasSize(RANKS);
        for (Host host : cluster.hosts()) {
            assertThat(shell(host, "ls /dev/shm/classcast-0").lines()).as(what + ", on " + host.name()).isSubsetOf("lock", "none.lock", "rank.lock");
        }
    }

    private static String shell(Host host, String script) {
        return host.exec("/", Map.of(), 30, "sh", "-c", script).out();
    }

    /** True where a rank was there to be hit. */
    private boolean strike(Host host, Fault fault) throws IOException {
        switch (fault) {
            case KILLED_RANK:
                return shell(host, "pid=$(pgrep -x java | shuf -n 1) && kill -KILL $pid && echo hit").contains("hit");
            case STOPPED_RANK:
                return shell(host, "pid=$(pgrep -x java | shuf -n 1) && kill -STOP $pid && sleep 2 && kill -CONT $pid && echo hit").contains("hit");
            case REPLACED_JAR:
                put("new");
                return true;
            default:
                return false;
        }
    }

    private JobOutcome job(Way way, int rest) {
        String classPath = app.resolve("lib") + "/*:" + app.resolve("word.jar") + ":" + app.resolve("classes");
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", Fixtures.agent("timeout=60"
                + (way == Way.NONE ? ",engine=none" : "")));
        JobSpec spec = new JobSpec(Machine.jdk(25), RANKS, options, classPath, "Speaks", List.of("" + CLASSES, "" + EACH, "" + rest));
        if (way == Way.OPENMPI) {
            return Engine.OPENMPI.on(cluster).run(spec, LONGEST_SECONDS);
        }
        // All at once; the worst exit code counts.
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", "pids=; i=0; while [ $i -lt " + RANKS
                + " ]; do \"$@\" & pids=\"$pids $!\"; i=$((i + 1)); done; worst=0; for p in $pids; do wait $p || worst=$?; done; exit $worst", "sh"));
        command.addAll(spec.java());
        Command.Result result = cluster.hosts().get(0).exec("/tmp/work", Map.of(), LONGEST_SECONDS, command.toArray(new String[0]));
        return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds());
    }
}
