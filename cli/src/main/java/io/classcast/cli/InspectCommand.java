package io.classcast.cli;

import io.classcast.console.JsonText;
import io.classcast.console.Printable;
import io.classcast.filesystem.Mounts;
import io.classcast.filesystem.RoundTrip;
import io.classcast.inspect.Inspection;
import io.classcast.inspect.Inspector;
import io.classcast.inspect.TextRendering;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bcastjar inspect}: what is on a class path, and what it costs a rank to search it. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Shows what is on a class path, in the order in which the JDK searches it: the entries that manifests add, missing and"
        + " unreadable ones, signed, sealed and multi-release jars, classes and packages that several entries hold.",
    "Then counts the failed lookups and the opens that one rank makes without Classcast to load every class once, measures what"
        + " one of each takes on this file system, and multiplies. It reads each jar's directory and manifest, and looks for 50"
        + " names that are not there.",
    "Example: bcastjar inspect --ranks 4096 'app.jar:lib/*'"},
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:every entry can be read", "1:an entry that the class path names is missing or unreadable", "2:the command line is wrong"})
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CLASSPATH|JAR", arity = "1..*", description =
            "a class path, as after java -cp; several are searched one after another, so that lib/*.jar of a shell will do")
    private List<String> classPath;
    @Option(names = "--ranks", paramLabel = "N", defaultValue = "1000", description =
            "the job that the estimate is for; default: ${DEFAULT-VALUE}")
    private int ranks;
    @Option(names = "--all", description = "every duplicate class and every split package, not just a few")
    private boolean all;
    @Option(names = "--json", description = "one JSON object with everything")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (ranks < 1) {
            throw new ParameterException(spec.commandLine(), "--ranks is at least 1, not " + ranks);
        }
        Inspection found = new Inspector(Mounts.read(), new RoundTrip(System::nanoTime), ranks)
                .inspect(String.join(":", classPath));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonText.pretty(found));
        } else {
            TextRendering.print(found, out, all);
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        found.problems().forEach(problem -> err.println("bcastjar: " + Printable.of(problem)));
        err.flush();
        return found.problems().isEmpty() ? 0 : 1;
    }
}
