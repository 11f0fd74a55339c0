package io.classcast.cluster.platform;

import io.classcast.cluster.Application;
import io.classcast.cluster.BcastjarRun;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Leftovers;
import io.classcast.cluster.Machine;
import io.classcast.cluster.MpjWithoutDaemons;
import io.classcast.cluster.SharedFs;
import io.classcast.cluster.compat.Program;
import io.classcast.cluster.compat.Programs;
import io.classcast.cluster.compat.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Two hosts of a platform, with the programs on their shared file system. Not for several threads. */
final class Hosts implements AutoCloseable {
    /** MPJ Express's MPI_Init and MPI_Finalize around a program. */
    private static final Program RANK = Program.of("rank", "rank", "Rank");
    private static final int HOSTS = 2;
    private static final int SHM_MIB = 1024;
    private static final int SECONDS = 150;
    private static final String CLEAN = "rm -rf /dev/shm/* /tmp/* /tmp/.[!.]*; mkdir -p /tmp/work";

    final Platform platform;
    final Path root;
    final Cluster cluster;
    final int ranks;
    private final SharedFs shared;
    private final Launcher launcher;
    private final Path jdk;
    private final Set<String> installed = new HashSet<>();
    private final Map<String, Run> plain = new HashMap<>();

    /**
     * Makes the hosts.
     *
     * @param platform of the hosts
     * @param root its directory; null for the machine's own
     * @param workspace directory that all hosts see at the same path
     */
    Hosts(Platform platform, Path root, Path workspace) {
        this.platform = platform;
        this.root = root;
        ranks = platform.kind() == Platform.Kind.JDK ? HOSTS : 2 * HOSTS;
        jdk = platform.home(root);
        cluster = new Cluster(workspace, HOSTS, SHM_MIB, root);
        boolean complete = false;
        try {
            shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Launcher starter = platform.starter().on(cluster);
            launcher = platform.isNative() ? starter : new MpjWithoutDaemons(cluster, starter, jdk);
            complete = true;
        } finally {
            if (!complete) {
                cluster.close();
            }
        }
    }

    Launcher launcher() {
        return launcher;
    }

    /** The same launcher with {@code bcastjar run} around java. */
    Launcher bcastjarRun(String... options) {
        return new BcastjarRun(cluster, launcher, List.of(options));
    }

    /** Where the harness writes what the hosts see below {@link #seen}. */
    Path source() {
        return shared.source();
    }

    Path seen() {
        return shared.mount();
    }

    /** A job of a program, on hosts with cold caches; what earlier jobs have left in the hosts' memory stays. */
    JobOutcome job(Launcher how, List<String> options, Workload program) {
        List<String> jvm = new ArrayList<>(options);
        jvm.addAll(program.jvmOptions());
        String main = program.main();
        String classPath = program.classPath();
        List<String> arguments = new ArrayList<>(program.arguments());
        if (!platform.isNative()) {
            classPath += ":" + install(RANK.folder(), RANK.built()) + "/rank.jar";
            arguments.add(0, main);
            main = RANK.main();
        }
        shared.remount();
        return how.run(new JobSpec(jdk, ranks, jvm, classPath, main, arguments), SECONDS);
    }

    Run run(Launcher how, List<String> options, Workload program) {
        JobOutcome outcome = job(how, options, program);
        return Run.of(outcome, shared.counters(other()), shared.log(other()), program.mark());
    }

    /** The same without Classcast, once. */
    Run plain(Workload program) {
        return plain.computeIfAbsent(program.name(), name -> {
            clean();
            return run(launcher, List.of(), program);
        });
    }

    /** The host without rank 0. */
    Host other() {
        return cluster.hosts().get(1);
    }

    /** Removes what jobs have kept in the hosts' memory. */
    void clean() {
        cluster.hosts().stream().filter(h -> platform.starter() == Starter.OPENMPI || platform.starter() == Starter.MPICH)
                .forEach(h -> h.exec("/", Map.of(), 30, "sh", "-c", CLEAN).orFail("cleaning " + h.name()));
    }

    /** Processes that are left of a job, and files of stores. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        cluster.hosts().forEach(host -> left.addAll(Leftovers.processes(host)));
        cluster.hosts().forEach(host -> left.addAll(Leftovers.files(host)));
        return left;
    }

    /** A jar of classes that the harness compiles itself. */
    Workload own(String kind, String main, int release, String... arguments) throws IOException {
        Path jar = shared.source().resolve(kind + "-program.jar");
        if (installed.add(kind)) {
            Path classes = Files.createDirectories(cluster.workspace().resolve("classes-" + kind));
            try (Stream<Path> files = Files.list(Machine.home().resolve("apps/platform/" + kind))) {
                List<String> javac = new ArrayList<>(List.of(Machine.jdk(release > 17 ? 25 : 17) + "/bin/javac", "--release", Integer.toString(release),
                        "-d", classes.toString()));
                files.forEach(f -> javac.add(f.toString()));
                Command.run(javac, Map.of(), 60).orFail("javac");
            }
            Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString(), "-C", classes.toString(), "."), Map.of(), 60).orFail("jar");
        }
        List<String> options = release > 17 ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
        return new Workload(main, shared.mount().resolve(jar.getFileName()).toString(), main, List.of(arguments), options, "= ", release);
    }

    /** Text extraction with Apache Tika. */
    Workload tika() {
        String documents = Machine.home().resolve("apps/tika/target/documents").toString();
        return new Workload("Tika", Application.installTika(shared), "io.classcast.demo.tika.ExtractShare", List.of(documents), List.of("-Xmx1g"), "", 17);
    }

    /** A program of the compatibility suite. */
    Workload program(String name) {
        Program program = Programs.named(name);
        String folder = install(program.folder(), program.built());
        List<String> options = program.jvmOptions().stream().map(o -> o.replace(Program.FOLDER, folder)).toList();
        return new Workload(name, program.classPath(Path.of(folder)), program.main(), program.arguments(), options, "= ", program.lowestJdk());
    }

    private String install(String folder, Path built) {
        Path target = shared.source().resolve(folder);
        if (installed.add(folder)) {
            try (Stream<Path> files = Files.walk(built)) {
                for (Path file : files.toList()) {
                    Path copy = target.resolve(built.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("cannot install " + folder, e);
            }
        }
        return shared.mount().resolve(folder).toString();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
