package io.classcast.doctor;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.console.JsonText;
import io.classcast.doctor.Surroundings.Cores;
import io.classcast.job.Engine;
import io.classcast.job.ToolJob;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.MpjLaunch;
import java.io.PrintWriter;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Examines a job, or one node: every rank looks around itself, one rank of each node at the file systems, and rank 0 prints what
 * all of them found. Run it once a process.
 *
 * @param engine auto, mpj, mpi or none
 * @param classPath whose file system is looked at; null for none
 * @param targets further directories to look at
 * @param timeoutSeconds how long rank 0 waits for the others
 * @param json true: one JSON object; false: lines
 */
public record Doctor(String engine, String classPath, List<Path> targets, int timeoutSeconds, boolean json) {
    private static final List<Check> CHECKS = List.of(new EngineCheck(), new LauncherCheck(), new StoreCheck(),
            new ClassPathCheck(), new LimitsCheck(), new CoresCheck(), new SignalsCheck(), new JavaOptionsCheck());
    private static final int ROUNDS = 3;

    /**
     * Examines.
     *
     * @param out where rank 0 prints
     * @param err where ranks that cannot reach rank 0 say so
     * @return the exit code: on rank 0 that of the diagnosis, on all others 0
     */
    public int examine(PrintWriter out, PrintWriter err) {
        boolean first = Engine.isFirst(MpjLaunch.detect(), System.getenv());
        Patience patience = Patience.start(timeoutSeconds, first, err);
        ToolJob job;
        try {
            job = ToolJob.connect(engine, MethodHandles.lookup());
        } catch (ClasscastException e) {
            patience.end();
            if (first) {
                RankReport mine = report(null, e.getMessage(), null, true);
                return print(new Job(List.of(NodeReport.of(OwnProcess.host(), List.of(), List.of(mine)))), out);
            }
            if (isChosen() || isFirstOfNode(System.getenv())) {
                // The library or the JDK may be wrong on this node alone, and rank 0 will never hear of it.
                err.println("bcastjar doctor: on " + OwnProcess.host() + ": " + e.getMessage());
                err.flush();
            }
            return 0;
        }
        int code;
        try (job) {
            code = together(job, out);
        }
        patience.end();
        return code;
    }

    /** Whether there is an engine; where there is none, all ranks know it, and rank 0 says it for all. */
    private boolean isChosen() {
        try {
            Engine.choose(engine, MpjLaunch.detect(), System.getenv());
            return true;
        } catch (ClasscastException e) {
            return false;
        }
    }

    /** By what Open MPI, hydra and Slurm tell about the node; one line a node is enough. */
    private static boolean isFirstOfNode(Map<String, String> environment) {
        return Stream.of("OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID").map(environment::get)
                .filter(Objects::nonNull).findFirst().map("0"::equals).orElse(false);
    }

    private int together(ToolJob job, PrintWriter out) {
        Communicator world = job.world();
        NodeGathering gathering = new NodeGathering(world);
        List<Long> clocks = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            world.allGather(new byte[1]);
            clocks.add(System.currentTimeMillis());
        }
        Job all = gathering.gather(report(job.engine(), null, job.noRank(), gathering.leads()), clocks);
        int code = world.rank() == 0 ? print(all, out) : 0;
        // Nobody ends before rank 0 has printed: some launchers end the job with its first process.
        world.allGather(new byte[1]);
        return code;
    }

    private RankReport report(String connected, String failure, String noRank, boolean leads) {
        Cores cores = SurroundingsReader.cores();
        List<Finding> findings = new ArrayList<>();
        if (noRank != null) {
            findings.add(Finding.warning("launcher", "its variables are set, but this process is no rank: " + noRank,
                    "Start it by the launcher itself, once a rank; unset what an earlier job has left in the shell."));
        }
        try {
            Storage storage = leads ? SurroundingsReader.storage(System.getenv(), targets, classPath) : null;
            Surroundings here = SurroundingsReader.read(System.getenv(), connected, failure, cores, storage);
            CHECKS.forEach(check -> findings.addAll(check.examine(here)));
        } catch (RuntimeException e) {
            // The other ranks are waiting for this report: whatever fails here is one more thing to tell.
            findings.add(Finding.error("doctor", "could not look at everything: " + e, "See docs/doctor.md for what is looked at."));
        }
        return new RankReport(SurroundingsReader.jdk(), cores.processors(), cores.online(), findings);
    }

    private int print(Job job, PrintWriter out) {
        Diagnosis diagnosis = Diagnosis.of(job);
        if (json) {
            out.println(JsonText.pretty(diagnosis));
            out.flush();
        } else {
            TextRendering.print(diagnosis, out);
        }
        return diagnosis.level().exitCode();
    }
}
