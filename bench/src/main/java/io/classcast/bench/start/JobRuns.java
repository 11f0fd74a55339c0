package io.classcast.bench.start;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.workload.Workload;
import io.classcast.cluster.BcastjarRun;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Engine;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.MpjWithoutDaemons;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs an application as a job that mpirun starts, two hosts with two ranks each, in several ways. */
public final class JobRuns implements AutoCloseable {
    /** JVMs of a job. */
    public static final int RANKS = 4;
    private static final int HOSTS = 2;
    private static final int SHM_MIB = 2000;
    private static final int SECONDS = 600;
    /** The working directory of the ranks, on each host. */
    private static final String OUTPUT = "/tmp/work";
    /** The first that can call a native MPI; ranks of older ones are MPJ Express's. */
    private static final int NATIVE_JDK = 22;

    /** How the job comes to its classes. */
    public enum Way {
        /** Plain, all jars on local disk: the yardstick. */
        LOCAL,
        /** All jars on local disk, with a dynamic archive (AppCDS) of the JDK's own. */
        LOCAL_APPCDS,
        /** Plain, from the shared file system, cold. */
        SHARED,
        /** {@code -javaagent}, cold: scan and broadcast included. */
        AGENT,
        /** {@code bcastjar run}, cold: scan and broadcast included. */
        RUN,
        /** {@code bcastjar run} with {@code engine=none} and a store that an earlier job has left ({@code keep}). */
        KEPT,
        /** The same with {@code --archive auto}, and the archive that an earlier job has left. */
        ARCHIVE
    }

    private final Cluster cluster;
    private final SharedFs shared;
    private final Jdk jdk;
    private final Workload.Installed installed;
    private final String local;
    private final String remote;
    private final Path archive;
    /** A JDK home with such a java. */
    private final Path withoutWorkingDirectory;
    private List<String> expected;

    /**
     * Makes the hosts, and installs the workload.
     *
     * @param workspace directory for the cluster
     * @param jdk of the ranks
     * @param workload jars only: an archive wants jars
     * @param costs of the shared file system
     * @throws IOException where the workload cannot be installed
     */
    public JobRuns(Path workspace, Jdk jdk, Workload workload, SharedFs.Costs costs) throws IOException {
        this.jdk = jdk;
        cluster = new Cluster(workspace, HOSTS, SHM_MIB);
        shared = new SharedFs(cluster, costs);
        installed = workload.install(shared.source().resolve("workload").resolve(workload.name()));
        local = installed.classPath().stream().map(Path::toString).collect(Collectors.joining(":"));
        remote = local.replace(shared.source().toString(), shared.mount().toString());
        archive = workspace.resolve("local.jsa");
        withoutWorkingDirectory = writeJava(workspace);
        dumpArchive();
    }

    /** Through the same launcher: it has a say in the class path, which an archive must have in common with those who use it. */
    private void dumpArchive() throws IOException {
        Files.deleteIfExists(archive);
        List<String> options = jvmOptions();
        options.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
        JobOutcome outcome = launcher().run(spec(withoutWorkingDirectory, 1, options, local), SECONDS);
        if (outcome.exit() != 0 || !Files.exists(archive)) {
            throw new IllegalStateException("no AppCDS archive\n" + String.join("\n", outcome.raw()));
        }
        clean();
    }

    /** mpirun of Open MPI puts its working directory on the class path, and no archive may have a directory there. */
    private Path writeJava(Path workspace) throws IOException {
        Path home = workspace.resolve("java-for-archives");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                n=$#
                while [ $n -gt 0 ]; do
                    word=$1
                    shift
                    n=$((n - 1))
                    case $word in
                        *.jar:*)
                            jars=
                            IFS=:
                            for element in $word; do
                                [ -d "$element" ] || jars=$jars:$element
                            done
                            unset IFS
                            word=${jars#:} ;;
                    esac
                    set -- "$@" "$word"
                done
                exec %s "$@"
                """.formatted(jdk.java()));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private static List<String> inOutput(List<String> words) {
        return words.stream().map(word -> word.replace(Workload.Installed.OUTPUT, OUTPUT)).toList();
    }

    private List<String> jvmOptions() {
        return new ArrayList<>(inOutput(installed.jvmOptions()));
    }

    private JobSpec spec(Path home, int ranks, List<String> options, String classPath) {
        return new JobSpec(home, ranks, options, classPath, installed.main(), inOutput(installed.arguments()));
    }

    private Launcher launcher() {
        Launcher mpirun = Engine.OPENMPI.on(cluster);
        return jdk.version().feature() < NATIVE_JDK ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;
    }

    private void clean() {
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), 30, "rm", "-rf", OUTPUT);
        }
    }

    /**
     * Runs the job once; the page cache of the file server stays warm, the hosts' mounts are new.
     *
     * @param way how
     * @return seconds from the launcher's start to its end
     */
    public double run(Way way) {
        Launcher mpirun = launcher();
        Launcher launcher = switch (way) {
            case RUN -> new BcastjarRun(cluster, mpirun, List.of());
            case KEPT -> new BcastjarRun(cluster, mpirun, List.of("--engine=none", "--keep=60"));
            case ARCHIVE -> new BcastjarRun(cluster, mpirun, List.of("--engine=none", "--keep=60", "--archive=auto"));
            default -> mpirun;
        };
        List<String> options = jvmOptions();
        if (way == Way.LOCAL_APPCDS) {
            options.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
        }
        if (way == Way.AGENT) {
            options.add("-javaagent:" + Machine.agent());
        }
        shared.remount();
        JobOutcome outcome = launcher.run(spec(way == Way.LOCAL_APPCDS ? withoutWorkingDirectory : jdk.home(), RANKS, options,
                way == Way.LOCAL || way == Way.LOCAL_APPCDS ? local : remote), SECONDS);
        List<String> found = outcome.output().stream().filter(l -> l.contains(installed.result())).toList();
        expected = expected == null ? found : expected;
        if (outcome.exit() != 0 || found.size() != RANKS || !found.equals(expected)) {
            throw new IllegalStateException(way + " ended with exit code " + outcome.exit() + " and " + found + "\n" + String.join("\n", outcome.raw()));
        }
        boolean serves = way == Way.AGENT || way == Way.RUN;
        if (serves && outcome.agentLines().stream().noneMatch(l -> l.contains(RANKS + " ranks on " + HOSTS + " nodes"))) {
            throw new IllegalStateException(way + " was not served\n" + String.join("\n", outcome.raw()));
        }
        clean();
        return outcome.seconds();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
