package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A job of a native MPI: its own launcher, on the login node, starts the ranks on all hosts. */
public final class MpirunJob implements Launcher {
    private static final String NETWORK = "10.77.0.0/24";
    /** On each host. */
    private static final String WORK = "/tmp/work";

    /** Whose launcher. */
    public enum Family {
        /** mpirun of Open MPI. */
        OPENMPI,
        /** hydra, the launcher of MPICH. */
        MPICH
    }

    private final Cluster cluster;
    private final Family family;
    private final List<String> wrapper;

    /**
     * Prepares jobs on a cluster.
     *
     * @param cluster its hosts
     * @param family whose launcher
     */
    public MpirunJob(Cluster cluster, Family family) {
        this(cluster, family, List.of());
    }

    /**
     * The same with a program around each rank's java. Open MPI then does not know java, and leaves the class path as it is.
     *
     * @param cluster its hosts
     * @param family whose launcher
     * @param wrapper program and arguments; java and its arguments follow them
     */
    public MpirunJob(Cluster cluster, Family family, List<String> wrapper) {
        this.cluster = cluster;
        this.family = family;
        this.wrapper = List.copyOf(wrapper);
    }

    @Override
    public JobOutcome run(JobSpec spec, int timeoutSeconds) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(spec.java());
        return run(List.of(new Program(spec.ranks(), command)), timeoutSeconds);
    }

    /**
     * Runs a job of several programs; the first one has the lowest ranks.
     *
     * @param programs in order
     * @param timeoutSeconds after which it is killed
     * @return how it ended
     */
    public JobOutcome run(List<Program> programs, int timeoutSeconds) {
        for (Host host : cluster.hosts()) {
            host.exec("/", Map.of(), 10, "sh", "-c", "rm -rf " + WORK + " && mkdir -p " + WORK).orFail("directory of the job");
        }
        // mpirun of Open MPI puts its own working directory on the class path of every Java program.
        Path login = cluster.workspace().resolve("login");
        try {
            Files.createDirectories(login);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + login, e);
        }
        Path shell = RemoteShell.write(cluster);
        // What -mca says to the launcher of Open MPI 4, PRRTE, that of 5 and 6, takes under names of its own (prte_info --all).
        Map<String, String> prrte = Map.of("PRTE_MCA_plm_ssh_agent", shell.toString(), "PRTE_MCA_prte_if_include", NETWORK);
        Command.Result result = cluster.login(login, prrte, timeoutSeconds, command(programs, shell));
        return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds());
    }

    private List<String> command(List<Program> programs, Path shell) {
        int ranks = programs.stream().mapToInt(Program::ranks).sum();
        int perHost = (ranks + cluster.hosts().size() - 1) / cluster.hosts().size();
        String hosts = cluster.hosts().stream().map(host -> cluster.address(host) + ":" + perHost).collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(family == Family.OPENMPI
                ? List.of("mpirun.openmpi", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-mca", "plm_rsh_agent",
                        shell.toString(), "-mca", "btl", "tcp,vader,self", "-mca", "btl_tcp_if_include", NETWORK, "-mca",
                        "oob_tcp_if_include", NETWORK)
                : List.of("mpiexec.hydra", "-localhost", cluster.loginAddress(), "-launcher", "ssh", "-launcher-exec", shell.toString(), "-hosts", hosts));
        for (Program program : programs) {
            if (program != programs.get(0)) {
                command.add(":");
            }
            // Each has its own of these.
            command.addAll(family == Family.OPENMPI ? List.of("--wdir", WORK, "--host", hosts) : List.of("-wdir", WORK));
            command.addAll(List.of("-np", Integer.toString(program.ranks())));
            command.addAll(program.command());
        }
        return command;
    }

    /**
     * A program of a job.
     *
     * @param ranks that run it
     * @param command program and arguments
     */
    public record Program(int ranks, List<String> command) {
    }
}
