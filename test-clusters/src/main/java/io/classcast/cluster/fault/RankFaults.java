package io.classcast.cluster.fault;

import static io.classcast.cluster.fault.Fault.Expected.JOB_DIES;
import static io.classcast.cluster.fault.Fault.Expected.SAME_OUTPUT;
import static io.classcast.cluster.fault.Fault.Expected.SERVED;

import io.classcast.cluster.Machine;
import java.util.List;
import java.util.function.ToIntFunction;

/** Ranks that die, freeze, or are not like the others. */
final class RankFaults {
    private static final String KILL = "kill -KILL $$";
    /** Reads of the scan take so long, together, that a fault meets it. */
    private static final String SLOW_SCAN = "read:1:4:data.jar";

    /**
     * The launchers of native MPI do not allow that one rank ends without having called MPI_Init, and others have called it. Hydra ends
     * the job with an error when the others leave: all ranks print what they have to, the exit code is lost. Open MPI's mpirun ends it at
     * once (ORTE_PROC_STATE_TERM_WO_SYNC, Open MPI 4.1), and who calls PMIx instead of MPI is treated alike.
     */
    private static final Fault.Expectation ABSENT = (engine, mode) -> engine == FaultEngine.NONE ? SERVED
            : engine.isNative() ? JOB_DIES : SAME_OUTPUT;

    private RankFaults() {
    }

    static List<Fault> all() {
        return List.of(
                killed("killed-before", "a rank that is no leader is killed before it is a JVM", 3).before(s -> s.ofRank.put(s.last(), KILL)),
                killed("killed-before-leader", "the leader of the second host is killed before it is a JVM", 3)
                        .before(s -> s.ofRank.put(s.otherLeader(), KILL)),
                killed("killed-before-rank-0", "rank 0 is killed before it is a JVM", 3).before(s -> s.ofRank.put(0, KILL)),
                killed("killed-scan-rank-0", "rank 0 is killed while it reads the class path", 3).before(RankFaults::slowScan)
                        .during(s -> {
                            s.awaitContent(s.hostOf(0));
                            s.signal(s.cell.engine() == FaultEngine.NONE ? scanning(s) : 0, "KILL");
                        }).except((e, mode, jdk) -> mode == Mode.LOCATIONS ? "the scan reads only directories" : null),
                killed("killed-scan-leader", "the leader of the second host is killed while rank 0 reads the class path", 3)
                        .before(RankFaults::slowScan).during(s -> {
                            s.awaitContent(s.hostOf(0));
                            s.signal(s.otherLeader(), "KILL");
                        }).except((e, mode, jdk) -> mode == Mode.LOCATIONS ? "the scan reads only directories" : null),
                killed("killed-running", "a rank is killed when all are served", 3).before(Scene::gate).during(s -> {
                    s.awaitUp();
                    s.signal(s.last(), "KILL");
                    s.open();
                }),
                killed("killed-host", "all ranks of the second host are killed when all are served", 2).before(Scene::gate).during(s -> {
                    s.awaitUp();
                    s.signalFrom(s.otherLeader(), "KILL");
                    s.open();
                }),
                killed("sigterm-scan", "every rank gets a SIGTERM while rank 0 reads the class path", 0).before(RankFaults::slowScan)
                        .during(s -> {
                            s.awaitContent(s.hostOf(0));
                            s.signalFrom(0, "TERM");
                        }).except((e, mode, jdk) -> mode == Mode.LOCATIONS ? "the scan reads only directories" : null),
                Fault.of("frozen", "a rank is frozen before it connects (SIGSTOP), for longer than the timeout")
                        .before(s -> {
                            s.ofRank.put(s.last(), "sleep " + (Scene.TIMEOUT + 4));
                            s.extraSeconds = Scene.TIMEOUT + 4;
                        }).withoutMpi().waits().expect((e, mode) -> e == FaultEngine.NONE ? SERVED : SAME_OUTPUT),
                Fault.of("frozen-scan", "rank 0 is frozen while it reads, for longer than the timeout")
                        .before(s -> {
                            slowScan(s);
                            s.extraSeconds = Scene.TIMEOUT + 4;
                        }).during(s -> {
                            s.awaitContent(s.hostOf(0));
                            int rank = s.cell.engine() == FaultEngine.NONE ? scanning(s) : 0;
                            s.signal(rank, "STOP");
                            s.sleep(Scene.TIMEOUT + 4);
                            s.signal(rank, "CONT");
                        }).withoutMpi().waits().except((e, mode, jdk) -> mode == Mode.LOCATIONS ? "the scan reads only directories" : null),
                Fault.of("frozen-running", "a rank is frozen when all are served, for longer than the timeout").before(s -> {
                    s.gate();
                    s.extraSeconds = Scene.TIMEOUT + 4;
                }).during(s -> {
                    s.awaitUp();
                    s.signal(s.last(), "STOP");
                    s.open();
                    s.sleep(Scene.TIMEOUT + 1);
                    s.signal(s.last(), "CONT");
                }).waits().expect(SERVED),
                Fault.of("other-jdk", "one rank runs another JDK").before(s -> s.ofRank.put(s.last(), "java="
                        + Machine.jdk(s.cell.jdk() == 17 ? 25 : 17) + "/bin/java")).withoutMpi().waits().expect(ABSENT)
                        .except((e, mode, jdk) -> mode == Mode.STRICT ? "the other JDK may be served all the same" : null),
                Fault.of("other-class-path", "one rank has an entry more on its class path").before(s -> s.ofRank.put(s.last(),
                        "for a; do shift; case $a in */lib/data.jar) a=$a:" + s.shared.mount() + "/app/more.jar ;; esac; set -- \"$@\" \"$a\"; done")),
                Fault.of("other-options", "one rank has another mode").before(s -> s.ofRank.put(s.last(),
                        "for a; do shift; case $a in -javaagent:*) a=${a%%mode=*}mode=" + (s.cell.mode() == Mode.LOCATIONS ? "jars" : "locations")
                                + ",timeout=" + s.timeout() + " ;; esac; set -- \"$@\" \"$a\"; done"))
                        .except((e, mode, jdk) -> mode == Mode.STRICT ? "the other rank would not be strict" : null)
                        .expect((e, mode) -> e == FaultEngine.NONE ? SERVED : SAME_OUTPUT),
                withoutAgent("no-agent", "the agent is missing on one rank", Scene::last),
                withoutAgent("no-agent-first", "the agent is missing on rank 0, which speaks for the job", s -> 0));
    }

    private static Fault withoutAgent(String name, String description, ToIntFunction<Scene> rank) {
        return Fault.of(name, description).before(s -> s.ofRank.put(rank.applyAsInt(s),
                        "for a; do shift; case $a in -javaagent:*) continue ;; esac; set -- \"$@\" \"$a\"; done")).waits().expect(ABSENT)
                .except((e, mode, jdk) -> mode == Mode.STRICT ? "the rank without an agent would go on" : null);
    }

    private static Fault killed(String name, String description, int survivors) {
        return Fault.of(name, description).expect(JOB_DIES).leavesStores().withoutMpi().waits().survivors(survivors);
    }

    private static void slowScan(Scene scene) {
        scene.shared.inject(scene.cluster.hosts().get(0), "--hang", SLOW_SCAN);
    }

    /** The JVM that reads the class path for all of its node: its store is still unfinished, and named after it. */
    private static int scanning(Scene scene) throws java.io.IOException {
        String name = scene.run(scene.hostOf(0), "sh", "-c", "ls -d /dev/shm/classcast-0/*.new").orFail("no store").out().strip();
        String pid = name.substring(name.lastIndexOf('-') + 1, name.length() - ".new".length());
        for (int rank = 0; rank < Scene.RANKS; rank++) {
            if (java.nio.file.Files.readString(scene.signs.resolve("pid-" + rank)).strip().equals(pid)) {
                return rank;
            }
        }
        throw new IllegalStateException("no rank has made " + name);
    }
}
