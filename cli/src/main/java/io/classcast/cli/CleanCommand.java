package io.classcast.cli;

import io.classcast.stage.Removal;
import io.classcast.stage.StagedTree;
import io.classcast.store.StoreBase;
import io.classcast.store.StoreSweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bcastjar clean}: removes what was staged, or what killed jobs left. */
@Command(name = "clean", mixinStandardHelpOptions = true, description = {
    "With DIR: removes what bcastjar stage put there, on every node of a job; other files stay.",
    "Without: removes this user's node stores that no process uses any more. The next job with Classcast does the same by itself; stores"
        + " in use are left alone.",
    "Example: mpirun -n 64 bcastjar clean --older-than 7d /local/$USER"},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:something could not be removed on a node", "2:the command line is wrong", "3:other ranks did not answer"})
final class CleanCommand implements Callable<Integer> {
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "where it was staged")
    private Path directory;
    @Option(names = "--older-than", paramLabel = "AGE", description = "only where nothing was staged for so long, such as 30m, 12h or 7d")
    private String olderThan;
    @Option(names = "--store", description = "node-local directory of stores; default: the first fit of /dev/shm, $TMPDIR and /tmp")
    private String store;
    @Option(names = "--kept", description = "also stores that the option keep holds for JVMs to come")
    private boolean kept;
    @Mixin
    private JobOptions job;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        long age = age();
        if (directory != null && (store != null || kept)) {
            throw new ParameterException(spec.commandLine(), "--store and --kept are about node stores, not about " + directory);
        }
        if (directory == null && olderThan != null) {
            throw new ParameterException(spec.commandLine(), "--older-than is about a staged DIR; name one");
        }
        Path where = directory != null ? directory : StoreBase.choose(store).parent();
        return job.onEveryNode(where, leaders -> new NodeTable(leaders, job.pulse()).print(spec.commandLine(), () -> directory == null ? stores() : staged(age)));
    }

    private long age() {
        if (olderThan == null) {
            return 0;
        }
        Matcher matcher = AGE.matcher(olderThan);
        if (!matcher.matches()) {
            throw new ParameterException(spec.commandLine(), "--older-than is a number with s, m, h or d, such as 7d, not " + olderThan);
        }
        TimeUnit unit = switch (matcher.group(2)) {
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
        };
        return unit.toMillis(Long.parseLong(matcher.group(1)));
    }

    private NodeTable.Row stores() {
        List<Path> removed = StoreSweep.sweep(StoreBase.choose(store), kept);
        return NodeTable.Row.good(removed.isEmpty() ? "nothing to remove" : "removed " + String.join(", ", removed.stream().map(Path::toString).toList()));
    }

    private NodeTable.Row staged(long age) throws IOException {
        StagedTree tree = StagedTree.read(directory);
        if (tree.lastStaged() == 0) {
            return NodeTable.Row.good("nothing is staged in " + directory);
        }
        if (tree.ageMillis(System.currentTimeMillis()) < age) {
            return NodeTable.Row.good("left alone: something was staged less than " + olderThan + " ago");
        }
        Removal removal = tree.remove();
        String removed = String.format(Locale.ROOT, "removed %s, %.1f MiB", NodeTable.files(removal.files()), removal.bytes() / 1048576.0);
        if (!removal.failures().isEmpty()) {
            return NodeTable.Row.bad(removed + "; not removed: " + NodeTable.some(removal.failures()));
        }
        return NodeTable.Row.good(removal.staying().isEmpty() ? removed
                : removed + "; left, since it is not what was staged: " + NodeTable.some(removal.staying()));
    }
}
