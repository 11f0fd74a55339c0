package io.classcast.cli;

import io.classcast.mpi.Communicator;
import io.classcast.stage.Codec;
import io.classcast.stage.Stage;
import io.classcast.stage.StageOutcome;
import io.classcast.stage.StageRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every node is complete", "1:something is missing on a node; the others are complete", "2:the command line is wrong",
            "3:other ranks did not answer"})
final class StageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "a jar or another file, a directory, or an archive (.tar, .tar.gz, .tar.zst, .tar.xz,"
            + " .tar.bz2, .zip), which is unpacked while it is sent")
    private List<Path> sources = new ArrayList<>();
    @Option(names = "--to", paramLabel = "DIR", required = true, description = "node-local directory; made where it is missing")
    private Path to;
    @Option(names = "--jdk", paramLabel = "HOME", arity = "0..1", fallbackValue = "", description = "also a JDK, to DIR/jdk (default: the one that runs this)")
    private String jdk;
    @Option(names = "--whole-jdk", description = "with jmods, sources and demos, which no program needs to run")
    private boolean wholeJdk;
    @Option(names = "--classpath", paramLabel = "CP", description = "also all entries of a class path, and what their manifests name, to DIR/classpath")
    private String classPath;
    @Option(names = "--profile", paramLabel = "FILE", description = "also the entries of a class path that a profile names (bcastjar profile), in the order of"
            + " first use, to DIR/classpath; instead of --classpath")
    private Path profile;
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
        if (sources.isEmpty() && jdk == null && classPath == null && profile == null) {
            throw new ParameterException(spec.commandLine(), "nothing to stage: name a SOURCE, --jdk, --classpath or --profile");
        }
        if (classPath != null && profile != null) {
            throw new ParameterException(spec.commandLine(), "--classpath and --profile both name a class path; give one of them");
        }
        Path home = jdk == null ? null : Path.of(jdk.isEmpty() ? System.getProperty("java.home") : jdk);
        int threads = writers > 0 ? writers : Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        StageRequest request = new StageRequest(to, sources, home, wholeJdk, classPath, profile, !noUnpack, maxUnpacked, codec, threads, job.timeoutMillis());
        return job.onEveryNode(to, leaders -> stage(request, leaders));
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

    private void tell(StageOutcome outcome) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        StageOutcome.Sums sums = outcome.sums();
        long complete = outcome.nodes().stream().filter(node -> node.problem().isEmpty()).count();
        double seconds = outcome.nanos() / 1e9;
        if (!quiet) {
            out.printf(Locale.ROOT, "bcastjar: %d files, %.1f MiB to %s on %d of %d nodes in %.2f s (%.0f MiB/s", sums.files(), sums.bytes() / 1048576.0, to,
                    complete, outcome.nodes().size(), seconds, sums.bytes() / 1048576.0 / seconds);
            if (sums.sent() < 0.98 * sums.bytes()) {
                out.printf(Locale.ROOT, "; %.1f MiB over each link", sums.sent() / 1048576.0);
            }
            out.printf(Locale.ROOT, ")%s%n", sums.kept() > 0 ? "; " + sums.kept() + " files were there already" : "");
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
