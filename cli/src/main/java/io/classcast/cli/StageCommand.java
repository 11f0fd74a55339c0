package io.classcast.cli;

import io.classcast.OwnProcess;
import io.classcast.job.ArchiveStaging;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import io.classcast.stage.Codec;
import io.classcast.stage.Stage;
import io.classcast.stage.StageOutcome;
import io.classcast.stage.StageRequest;
import io.classcast.store.StoreBase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bcastjar stage}: brings files to every node. */
@Command(name = "stage", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Copies jars, files, directories, archives and a JDK to a node-local directory of every node of a job. Rank 0 alone reads,"
        + " each byte once; one rank a node writes. Each file is verified before it gets its name; what a node has already is not"
        + " sent again, so a stage that was cut off is continued by repeating it.",
    "Example: mpirun -n 64 bcastjar stage --jdk --classpath 'app.jar:lib/*' --to /local/$USER"},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every node is complete", "1:something is missing on a node; the others are complete", "2:the command line is wrong",
            "3:other ranks did not answer"})
final class StageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "a jar or another file, a directory, or an archive (.tar, .tar.gz, .tar.zst, .tar.xz,"
            + " .tar.bz2, .zip), which is unpacked while it is sent")
    private List<Path> sources = new ArrayList<>();
    @Option(names = "--to", paramLabel = "DIR", description = "node-local directory; made where it is missing")
    private Path to;
    @Option(names = "--jdk", paramLabel = "HOME", arity = "0..1", fallbackValue = "", preprocessor = AttachedValue.class, description = "also a JDK, to DIR/jdk (default: the one that runs this)")
    private String jdk;
    @Option(names = "--whole-jdk", description = "with jmods, sources and demos, which no program needs to run")
    private boolean wholeJdk;
    @Option(names = "--classpath", paramLabel = "CP", description = "also all entries of a class path, and what their manifests name, to DIR/classpath")
    private String classPath;
    @Option(names = "--profile", paramLabel = "FILE", description = "also the entries of a class path that a profile names (bcastjar profile), in the order of"
            + " first use, to DIR/classpath; instead of --classpath")
    private Path profile;
    @Option(names = "--archives", description = "also the class archives that jobs with bcastjar run --archive auto have made on rank 0's node, to every"
            + " node's store; needs no DIR")
    private boolean archives;
    @Option(names = "--keep", paramLabel = "MINUTES", defaultValue = "60", description = "how long these archives stay, at least (default: ${DEFAULT-VALUE})")
    private int keep;
    @Option(names = "--store", paramLabel = "DIR", description = "node-local directory of stores; default: the first fit of /dev/shm, $TMPDIR and /tmp")
    private String store;
    @Option(names = "--no-unpack", description = "archives are files like others")
    private boolean noUnpack;
    @Option(names = "--max-unpacked", paramLabel = "BYTES", defaultValue = "0",
            description = "what an archive may grow to (default: 200 times its size, at least 1 GiB)")
    private long maxUnpacked;
    @Option(names = "--compress", paramLabel = "CODEC", defaultValue = "auto",
            description = "auto, none, lz4 or zstd; auto compresses where the link is what all wait for, and it pays (default: ${DEFAULT-VALUE})")
    private String compress;
    @Option(names = "--writers", paramLabel = "N", defaultValue = "0", hidden = true, description = "threads that write on each node")
    private int writers;
    @Option(names = "--quiet", description = "nothing but problems")
    private boolean quiet;
    @Mixin
    private JobOptions job;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Codec codec = codec();
        boolean files = !sources.isEmpty() || jdk != null || classPath != null || profile != null;
        if (!files && !archives) {
            throw new ParameterException(spec.commandLine(), "nothing to stage: name a SOURCE, --jdk, --classpath, --profile or --archives");
        }
        if (files && to == null) {
            throw new ParameterException(spec.commandLine(), "where to? name a node-local directory: --to DIR");
        }
        if (classPath != null && profile != null) {
            throw new ParameterException(spec.commandLine(), "--classpath and --profile both name a class path; give one of them");
        }
        Path home = jdk == null ? null : Path.of(jdk.isEmpty() ? System.getProperty("java.home") : jdk);
        int threads = writers > 0 ? writers : Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        StageRequest request = new StageRequest(to, sources, home, wholeJdk, classPath, profile, !noUnpack, maxUnpacked, codec, threads, job.timeoutMillis());
        StoreBase base = archives ? StoreBase.choose(store) : null;
        return job.onEveryNode(files ? to : base.parent(), leaders -> {
            int code = files ? stage(request, leaders) : 0;
            return archives ? Math.max(code, archives(base, leaders)) : code;
        });
    }

    private Codec codec() {
        if (compress.equals("auto")) {
            return null;
        }
        for (Codec codec : Codec.values()) {
            if (codec.name().toLowerCase(Locale.ROOT).equals(compress)) {
                return codec;
            }
        }
        throw new ParameterException(spec.commandLine(), "--compress is auto, none, lz4 or zstd, not " + compress);
    }

    private int stage(StageRequest request, Communicator leaders) {
        boolean speaks = leaders.rank() == 0;
        StageOutcome outcome;
        try (StageProgress progress = new StageProgress(speaks && !quiet, spec.commandLine().getErr())) {
            outcome = new Stage(request, leaders, job.pulse(), progress).run();
        }
        if (speaks) {
            tell(outcome);
        }
        return outcome.isComplete() ? 0 : 1;
    }

    private int archives(StoreBase base, Communicator leaders) {
        ArchiveStaging staged = ArchiveStaging.run(leaders, base, TimeUnit.MINUTES.toMillis(keep), job.pulse());
        List<String> hosts = Gathering.texts(leaders, OwnProcess.host());
        long bad = staged.problems().stream().filter(problem -> !problem.isEmpty()).count();
        if (leaders.rank() == 0) {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            if (!quiet) {
                out.printf(Locale.ROOT, "bcastjar: %d class archives, %.1f MiB in %s on %d of %d nodes, for %d minutes at least%n", staged.archives(),
                        staged.bytes() / 1048576.0, base.directory(), hosts.size() - bad, hosts.size(), keep);
            }
            for (int node = 0; node < hosts.size(); node++) {
                if (!staged.problems().get(node).isEmpty()) {
                    err.printf("%-20s %s%n", hosts.get(node), staged.problems().get(node));
                }
            }
            out.flush();
            err.flush();
        }
        return bad > 0 ? 1 : 0;
    }

    private void tell(StageOutcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        StageOutcome.Sums sums = outcome.sums();
        long complete = outcome.nodes().stream().filter(node -> node.problem().isEmpty()).count();
        double seconds = outcome.nanos() / 1e9;
        if (!quiet) {
            out.printf(Locale.ROOT, "bcastjar: %s, %.1f MiB to %s on %d of %d nodes in %.2f s (%.0f MiB/s", NodeTable.files(sums.files()), sums.bytes() / 1048576.0, to,
                    complete, outcome.nodes().size(), seconds, sums.bytes() / 1048576.0 / seconds);
            if (sums.sent() < 0.98 * sums.bytes()) {
                out.printf(Locale.ROOT, "; %.1f MiB over each link", sums.sent() / 1048576.0);
            }
            out.printf(Locale.ROOT, ")%s%n", sums.kept() > 0 ? "; " + NodeTable.files(sums.kept()) + " there already" : "");
        }
        if (!outcome.isComplete()) {
            if (!outcome.unread().isEmpty()) {
                err.printf("%-20s %s%n", "all nodes", outcome.unread());
            }
            for (StageOutcome.Node node : outcome.nodes()) {
                if (!node.problem().isEmpty()) {
                    err.printf("%-20s %s%n", node.host(), node.problem());
                }
            }
            err.println("bcastjar: not complete; mend what is named above and repeat the command: only what is missing is sent");
        }
        out.flush();
        err.flush();
    }
}
