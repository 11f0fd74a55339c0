package io.classcast.cli;

import io.classcast.stage.StagedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bcastjar ls}: what is staged where. */
@Command(name = "ls", mixinStandardHelpOptions = true, description = {
    "Shows what is staged on every node of a job: files, bytes, age, and what is missing or looks changed, without reading the files.",
    "Example: srun --mpi=pmix bcastjar ls /local/$USER"},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every node has what it was given", "1:something is missing or changed on a node, or nothing is staged", "2:the command line is wrong",
            "3:other ranks did not answer"})
final class ListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "where it was staged")
    private Path directory;
    @Mixin
    private JobOptions job;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return job.onEveryNode(directory, leaders -> new NodeTable(leaders, job.pulse()).print(spec.commandLine(), this::row));
    }

    private NodeTable.Row row() throws IOException {
        StagedTree tree = StagedTree.read(directory);
        if (tree.entries().isEmpty()) {
            return NodeTable.Row.bad("nothing is staged in " + directory);
        }
        List<String> differences = tree.differences();
        String summary = NodeTable.summary(tree) + ", staged " + age(Duration.ofMillis(tree.ageMillis(System.currentTimeMillis()))) + " ago";
        return differences.isEmpty() ? NodeTable.Row.good(summary) : NodeTable.Row.bad(summary + "; " + NodeTable.some(differences));
    }

    private static String age(Duration age) {
        return age.toDays() > 1 ? age.toDays() + " days" : age.toHours() > 1 ? age.toHours() + " hours" : age.toMinutes() > 1 ? age.toMinutes() + " minutes"
                : age.toSeconds() + " s";
    }
}
