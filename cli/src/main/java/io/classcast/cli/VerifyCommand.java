package io.classcast.cli;

import io.classcast.stage.Progress;
import io.classcast.stage.StagedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bcastjar verify}: reads what was staged again. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = {
    "Reads every staged file on every node of a job again and compares it with the digest that it was staged with; also names, kinds,"
        + " sizes, times and permissions. One table for all nodes.",
    "Example: mpirun -n 64 bcastjar verify /local/$USER"},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all is as it was staged", "1:something differs, or nothing is staged", "2:the command line is wrong", "3:other ranks did not answer"})
final class VerifyCommand implements Callable<Integer> {
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
        List<String> differences = tree.verify(new Progress() {
            @Override
            public void total(long bytes) {
                job.pulse().beat();
            }

            @Override
            public void read(long bytes) {
                job.pulse().beat();
            }

            @Override
            public void note(String line) {
                job.pulse().beat();
            }
        });
        return differences.isEmpty() ? NodeTable.Row.good(NodeTable.summary(tree) + ", all as staged") : NodeTable.Row.bad(NodeTable.some(differences));
    }
}
