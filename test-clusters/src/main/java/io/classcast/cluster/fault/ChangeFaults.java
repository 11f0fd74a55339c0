package io.classcast.cluster.fault;

import static io.classcast.cluster.fault.Fault.Expected.SERVED;

import io.classcast.cluster.Host;
import io.classcast.cluster.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What changes between two programs that the same words start: the earlier one still runs, and holds its store, when the job starts.
 * The job must see what plain Java sees.
 */
final class ChangeFaults {
    private static final String EARLIER = "/tmp/work/earlier";
    private static final String HERE = "/tmp/work";
    private static final String DATA = "lib/data.jar";
    private static final String OWN = HERE + "/own.jar";
    /** Offset of a byte of data.bin in its jar. */
    private static final int MIDST = 2_000_000;

    private ChangeFaults() {
    }

    static List<Fault> all() {
        return List.of(
                through("relative-class-path", "another program with the same relative class path runs in another directory", s -> {
                    s.classPath = "app/main:app/d0:app/d1:app/lib/g2.jar:app/lib/g3.jar:app/lib/data.jar";
                    s.sh(host(s), "ln -sfn " + s.shared.mount() + "/app " + HERE + "/app");
                }, s -> {
                    s.sh(host(s), "mkdir -p " + HERE + "/elsewhere && cp -a " + s.shared.mount() + "/app " + HERE + "/elsewhere/");
                    otherData(s, HERE + "/elsewhere/app/" + DATA);
                    earlier(s, HERE + "/elsewhere", "", run(s));
                }),
                through("wildcard-new-jar", "a jar is added to a directory that the class path has as a wildcard", s -> {
                    s.classPath = s.classPath.replace(s.shared.mount() + "/app/lib/g2.jar", s.shared.mount() + "/app/lib/*")
                            .replace(":" + s.shared.mount() + "/app/lib/g3.jar", "").replace(":" + s.shared.mount() + "/app/" + DATA, "");
                }, s -> {
                    Path data = s.file(DATA);
                    Path aside = s.file("aside.jar");
                    Files.move(data, aside);
                    earlier(s, HERE, "", run(s));
                    Files.move(aside, data);
                }),
                through("switched-link", "a link to a version of the program is switched", s -> {
                    s.classPath = s.classPath.replace(s.shared.mount() + "/app/" + DATA, HERE + "/current/data.jar");
                    s.sh(host(s), "ln -sfn " + s.shared.mount() + "/app/lib " + HERE + "/current");
                }, s -> {
                    s.sh(host(s), "mkdir -p " + HERE + "/v1 && cp " + s.shared.mount() + "/app/" + DATA + " " + HERE + "/v1/");
                    otherData(s, HERE + "/v1/data.jar");
                    s.sh(host(s), "ln -sfn " + HERE + "/v1 " + HERE + "/current");
                    earlier(s, HERE, "", run(s));
                    s.sh(host(s), "ln -sfn " + s.shared.mount() + "/app/lib " + HERE + "/current");
                }),
                change("same-size-and-time", "a jar is written over in place, with its size and modification time as before",
                        s -> replaceData(s, "")).shape(ChangeFaults::ownData),
                change("clock-ahead", "the clock was a day ahead when the store was made", s -> replaceData(s, clock(86_400)))
                        .shape(ChangeFaults::ownData),
                change("clock-behind", "the clock was a day behind when the store was made", s -> replaceData(s, clock(-86_400)))
                        .shape(ChangeFaults::ownData),
                change("other-mount", "a container with another image at the same path runs on the same node", s -> {
                    s.sh(host(s), "mkdir -p " + HERE + "/image2 && cp -a " + HERE + "/image/. " + HERE + "/image2/");
                    otherData(s, HERE + "/image2/" + DATA);
                    earlier(s, HERE, "mount --bind " + HERE + "/image2 " + HERE + "/image; ", agent(s));
                }).shape(s -> {
                    s.sh(host(s), "rm -rf " + HERE + "/image && cp -a " + s.file("") + " " + HERE + "/image");
                    s.classPath = s.classPath.replace(s.shared.mount() + "/app", HERE + "/image");
                }),
                change("stopped-lock-holder", "a JVM with the same class path is stopped (SIGSTOP) while it reads it", s -> {
                    start(s, HERE, "", agent(s));
                    s.awaitFault(0);
                    s.sh(host(s), "kill -STOP $(cat " + EARLIER + "/pid)");
                }).before(s -> {
                    hold(s);
                    s.shared.inject(host(s), "--hang", "open:1:3:g3.jar");
                    s.extraSeconds = 6;
                }));
    }

    /** What is done while an earlier program runs, and the job waits. */
    private static Fault change(String name, String description, Fault.Step earlier) {
        return Fault.of(name, description).except(ChangeFaults::onlyWithoutMpi).expect(SERVED).before(ChangeFaults::hold).during(s -> {
            earlier.run(s);
            letGo(s);
        });
    }

    /** The same, where the job's JVMs are started by {@code bcastjar run}: nobody resolves their class path but who reads it. */
    private static Fault through(String name, String description, Fault.Step shape, Fault.Step earlier) {
        return change(name, description, earlier).shape(shape).before(s -> {
            hold(s);
            s.agent = false;
            s.everyRank.add("exec " + run(s) + " \"$@\"");
        });
    }

    private static void hold(Scene scene) {
        scene.gate();
        scene.everyRank.add("until [ -e " + scene.signs + "/start ]; do sleep 0.05; done");
    }

    private static void letGo(Scene scene) throws IOException {
        Files.writeString(scene.signs.resolve("start"), "");
        scene.awaitUp();
        scene.sh(host(scene), "kill -CONT $(cat " + EARLIER + "/pid)");
        scene.sh(host(scene), up());
        scene.sh(host(scene), "touch " + EARLIER + "/go");
        scene.open();
    }

    private static String onlyWithoutMpi(FaultEngine engine, Mode mode, int jdk) {
        return engine == FaultEngine.NONE ? null : "rank 0 reads the class path of each job anew";
    }

    private static Host host(Scene scene) {
        return scene.hostOf(0);
    }

    private static String clock(int seconds) {
        return "export CLOCK_SHIFT=" + seconds + " LD_PRELOAD=" + Machine.home().resolve("target/clock.so") + ";";
    }

    private static String agent(Scene scene) {
        return Machine.jdk(scene.cell.jdk()) + "/bin/java -javaagent:" + Machine.agent() + "=engine=none," + scene.cell.mode().options();
    }

    private static String run(Scene scene) {
        StringBuilder command = new StringBuilder().append(Machine.home().resolveSibling("cli/bin/bcastjar")).append(" run --engine none");
        for (String option : scene.cell.mode().options().split(",")) {
            command.append(" --").append(option.equals("strict=true") ? "strict" : option);
        }
        return command.append(" -- ").append(Machine.jdk(scene.cell.jdk())).append("/bin/java").toString();
    }

    /** One jar lies on the host's own disk: the shared file system may keep bytes of a file whose size and time have not changed. */
    private static void ownData(Scene scene) {
        scene.sh(host(scene), "cp " + scene.file(DATA) + " " + OWN);
        scene.classPath = scene.classPath.replace(scene.shared.mount() + "/app/" + DATA, OWN);
    }

    /** The jar has other bytes in the earlier program's days, of the same length and time. */
    private static void replaceData(Scene scene, String setUp) {
        String same = " && touch -d @1000000000 " + OWN;
        scene.sh(host(scene), "printf X | dd of=" + OWN + " bs=1 seek=" + MIDST + " conv=notrunc status=none" + same);
        earlier(scene, HERE, setUp, agent(scene));
        scene.sh(host(scene), "cat " + scene.shared.mount() + "/app/" + DATA + " > " + OWN + same);
    }

    /** A byte in the midst of data.bin becomes another one; what has to fit is its own checksum, which a stored entry's reader ignores. */
    private static void otherData(Scene scene, String jar) {
        scene.sh(host(scene), "printf X | dd of=" + jar + " bs=1 seek=" + MIDST + " conv=notrunc status=none");
    }

    /** Starts a program that holds its store until the job is through. */
    private static void earlier(Scene scene, String directory, String setUp, String java) {
        start(scene, directory, setUp, java);
        scene.sh(host(scene), up());
    }

    /** What mounts something does it for itself alone. */
    private static void start(Scene scene, String directory, String setUp, String java) {
        String script = setUp + "export CLASSCAST_TEST_RANK=x; echo $$ > " + EARLIER + "/pid; exec " + java + " -XX:+UseSerialGC -cp '"
                + scene.classPath + "' Work " + EARLIER + " " + Workload.CLASSES;
        scene.sh(host(scene), "rm -rf " + EARLIER + " && mkdir -p " + EARLIER + " && cd " + directory + " && cat > " + EARLIER + "/script <<'END'\n"
                + script + "\nEND\n(setsid " + (setUp.startsWith("mount") ? "unshare -m " : "") + "sh " + EARLIER + "/script > " + EARLIER
                + "/out 2>&1 < /dev/null &)");
    }

    private static String up() {
        return "i=0; until [ -e " + EARLIER + "/up-x ]; do sleep 0.05; i=$((i + 1)); [ $i -lt 600 ] || { cat " + EARLIER + "/out >&2; exit 1; }; done";
    }
}
