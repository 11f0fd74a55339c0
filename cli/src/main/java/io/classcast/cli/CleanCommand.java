package io.classcast.cli;

import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bcastjar clean}: removes what killed jobs left on this node. */
@Command(name = "clean", mixinStandardHelpOptions = true, description = {
    "Removes this user's node stores that no process uses any more, on this node. The next job with Classcast does the same"
        + " by itself; stores in use are left alone."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:the directory cannot be used", "2:the command line is wrong"})
final class CleanCommand implements Callable<Integer> {
    @Option(names = "--store", description = "node-local directory; default: the first fit of /dev/shm, $TMPDIR and /tmp")
    private String store;
    @Option(names = "--kept", description = "also stores that the option keep holds for JVMs to come")
    private boolean kept;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Path> removed = NodeStore.sweep(StoreBase.choose(store), kept);
        removed.forEach(d -> spec.commandLine().getOut().println("removed " + d));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
