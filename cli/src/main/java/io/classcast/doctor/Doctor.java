package io.classcast.doctor;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.console.JsonText;
import io.classcast.job.Engine;
import io.classcast.job.ToolJob;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.MpjLaunch;
import java.io.PrintWriter;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
                RankReport mine = report(null, e.getMessage(), true);
                return print(new Job(List.of(NodeReport.of(OwnProcess.host(), List.of(), List.of(mine)))), out);
            }
            if (isChosen()) {
                // The library may be missing on this node alone, and rank 0 will never hear of it.
                err.println("bcastjar doctor: on " + OwnProcess.host() + ": " + e.getMessage());
                err.flush();
            }
            return 0;
        }
        try (job) {
            int code = together(job, out);
            patience.end();
            return code;
        }
    }

    /** Whether the launcher and this JDK fit; where they do not, all ranks know it, and rank 0 says it for all. */
    private boolean isChosen() {
        try {
            Engine.choose(engine, MpjLaunch.detect(), System.getenv());
            return true;
        } catch (ClasscastException e) {
            return false;
        }
    }

    private int together(ToolJob job, PrintWriter out) {
        Communicator world = job.world();
        NodeGathering gathering = new NodeGathering(world);
        List<Long> clocks = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            world.allGather(new byte[1]);
            clocks.add(System.currentTimeMillis());
        }
        Job all = gathering.gather(report(job.engine(), null, gathering.leads()), clocks);
        int code = world.rank() == 0 ? print(all, out) : 0;
        // Nobody ends before rank 0 has printed: some launchers end the job with its first process.
        world.allGather(new byte[1]);
        return code;
    }

    private RankReport report(String connected, String failure, boolean leads) {
        Storage storage = leads ? SurroundingsReader.storage(System.getenv(), targets, classPath) : null;
        Surroundings here = SurroundingsReader.read(System.getenv(), connected, failure, storage);
        List<Finding> findings = new ArrayList<>();
        CHECKS.forEach(check -> findings.addAll(check.examine(here)));
        return new RankReport(SurroundingsReader.jdk(), here.cores().processors(), here.cores().online(), findings);
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
