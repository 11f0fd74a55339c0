package io.classcast.cluster.fault;

import static io.classcast.cluster.fault.Fault.Expected.SERVED;

import io.classcast.cluster.Host;
import java.util.List;

/** What can be wrong with the node's store. */
final class StoreFaults {
    private StoreFaults() {
    }

    static List<Fault> all() {
        return List.of(
                Fault.of("store-full", "the store has no room at all").before(s -> {
                    s.smallStore("1m");
                    s.everywhere("cat /dev/zero > /tmp/small/filler 2>/dev/null; true");
                }),
                Fault.of("store-full-half-way", "the store has room for half of the class path").before(s -> s.smallStore("2m"))
                        .expect((e, mode) -> mode == Mode.LOCATIONS ? SERVED : Fault.Expected.SAME_OUTPUT),
                Fault.of("store-full-elsewhere", "only the second host's store has no room").before(s -> {
                    s.smallStore("64m");
                    s.sh(other(s), "cat /dev/zero > /tmp/small/filler 2>/dev/null; true");
                }).except((e, mode, jdk) -> e == FaultEngine.NONE ? "one host" : null),
                Fault.of("store-full-for-classes", "the store has room for the jars, but not for inflated classes")
                        .before(s -> s.smallStore("4204k")).expect((e, mode) -> Fault.Expected.SAME_OUTPUT),
                Fault.of("store-read-only", "the store cannot be written to").before(s -> {
                    s.smallStore("64m");
                    s.everywhere("mount -o remount,ro /tmp/small");
                }),
                Fault.of("store-missing", "the option store names a directory that is not there")
                        .before(s -> s.agentOptions.add("store=/no/such/directory")),
                Fault.of("store-of-another", "somebody else has made the user's directory").before(s -> {
                    s.smallStore("64m");
                    s.everywhere("mkdir -m 777 /tmp/small/classcast-0 && chown 12345 /tmp/small/classcast-0");
                }),
                Fault.of("store-removed", "the store is removed while the job runs").before(Scene::gate).during(s -> {
                    s.awaitUp();
                    s.everywhere("rm -rf /dev/shm/classcast-0");
                    s.open();
                }).expect(SERVED),
                Fault.of("store-with-spaces", "the path of the store has spaces").before(s -> {
                    s.everywhere("mkdir -p '/tmp/small/a b'");
                    s.agentOptions.add("store=/tmp/small/a b");
                }).except((e, mode, jdk) -> e.isNative() || e == FaultEngine.MPJ
                        ? "hydra, the remote shell and MPJ's daemons split options at spaces" : null).expect(SERVED),
                Fault.of("small-shm", "/dev/shm has 64 MB, and most of it is taken").before(s -> s.everywhere(
                        "mount -o remount,size=64m /dev/shm && head -c 40m /dev/zero > /dev/shm/other")).expect(SERVED),
                Fault.of("leftovers", "a job that was killed with SIGKILL has left its stores").before(s -> onUsedHosts(s,
                        "mkdir -m 700 /dev/shm/classcast-0 && for d in job-1-1 job-1-2.new none-abc-1-1; do mkdir -m 700 /dev/shm/classcast-0/$d"
                                + " && touch /dev/shm/classcast-0/$d/lease && head -c 1m /dev/urandom > /dev/shm/classcast-0/$d/00000-x.jar; done"))
                        .expect(SERVED),
                Fault.of("two-class-paths", "two jobs of one user with different class paths run on the same nodes at once")
                        .before(Scene::gate).during(s -> {
                            s.awaitUp();
                            others(s, 1, Workload.classPath(s.shared.mount()) + ":" + s.shared.mount() + "/app/more.jar");
                            s.open();
                        }).expect(SERVED),
                Fault.of("ten-jobs", "ten jobs of one user with the same class path run on the same node at once").before(Scene::gate)
                        .during(s -> {
                            s.awaitUp();
                            others(s, 10, Workload.classPath(s.shared.mount()));
                            s.open();
                        }).expect(SERVED));
    }

    private static void onUsedHosts(Scene scene, String script) {
        scene.sh(scene.hostOf(0), script);
        if (scene.cell.engine() != FaultEngine.NONE) {
            scene.sh(other(scene), script);
        }
    }

    private static Host other(Scene scene) {
        return scene.cluster.hosts().get(1);
    }

    /** Jobs without MPI, beside the one that is watched. */
    private static void others(Scene scene, int jobs, String classPath) {
        String java = io.classcast.cluster.Machine.jdk(scene.cell.jdk()) + "/bin/java -XX:+UseSerialGC -javaagent:"
                + io.classcast.cluster.Machine.agent() + "=engine=none," + scene.cell.mode().options() + " -cp " + classPath + " Work - "
                + Workload.CLASSES;
        String script = "rm -f /tmp/work/out-*; for i in $(seq " + jobs + "); do CLASSCAST_TEST_RANK=x " + java + " > /tmp/work/out-$i 2>&1 & done; wait;"
                + " [ $(cat /tmp/work/out-* | grep -c '^rank x: ') = " + jobs + " ] && [ $(cat /tmp/work/out-* | grep -c ' served to ') = "
                + jobs + " ] || { cat /tmp/work/out-*; exit 1; }";
        scene.sh(scene.hostOf(0), script);
    }
}
