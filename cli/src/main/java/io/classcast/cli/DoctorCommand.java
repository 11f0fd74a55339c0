package io.classcast.cli;

import io.classcast.doctor.Doctor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bcastjar doctor}: what is wrong, or slow, around a job. */
@Command(name = "doctor", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Looks for what makes Java jobs slow or breaks them, on all ranks of a job or on this node: JDKs that differ, the MPI that was"
        + " found, launchers that contradict each other, room for the node store, the class path's file system, limits, clocks,"
        + " bound cores, and variables that change every JVM. Rank 0 prints what was found, on which nodes, and what to do.",
    "Start it as the job is started. It changes nothing.",
    "Example: mpirun -n 64 bcastjar doctor --classpath 'app.jar:lib/*'"},
    exitCodeListHeading = "Exit codes of rank 0 (other ranks: 0):%n",
    exitCodeList = {"0:nothing above a note", "1:warnings", "2:the command line is wrong", "3:errors, or other ranks did not answer"})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = {"--classpath", "-cp"}, paramLabel = "CP", description = "the job's class path: its file system is measured, and"
            + " the store has to hold it")
    private String classPath;
    @Option(names = "--to", paramLabel = "DIR", description = "a node-local directory that something is to be copied to; may be given"
            + " several times")
    private List<Path> targets = List.of();
    @Option(names = "--engine", paramLabel = "NAME", defaultValue = "auto", description = "auto, mpj, mpi or none; default:"
            + " ${DEFAULT-VALUE}, what the launcher's variables say")
    private String engine;
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "60", description = "how long to wait for all ranks; default:"
            + " ${DEFAULT-VALUE}")
    private int timeout;
    @Option(names = "--json", description = "one JSON object with everything")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!JobOptions.ENGINES.contains(engine)) {
            throw new ParameterException(spec.commandLine(), "--engine is auto, mpj, mpi or none, not " + engine);
        }
        if (timeout < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout is at least 1, not " + timeout);
        }
        return new Doctor(engine, classPath, targets, timeout, json).examine(spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
