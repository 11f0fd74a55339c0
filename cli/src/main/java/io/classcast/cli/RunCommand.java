package io.classcast.cli;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The help, man page and completion of {@code bcastjar run}; the command itself is the script {@code bin/run.sh}, since it may start
 * no JVM. A test holds the options of both together.
 */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
    customSynopsis = "bcastjar run [OPTION]... [--] java ARGUMENT...", description = {
    "Starts java with its class path served by Classcast and kept off its command line, so that no rank but 0 spends a single"
        + " file-system operation on it. The class path is taken from -cp, -jar, @argfiles, CLASSPATH or JDK_JAVA_OPTIONS,"
        + " wildcards included. java takes the place of this command: no other process stays.",
    "Example: mpirun bcastjar run -- java -cp 'app.jar:lib/*' Main input.dat"},
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"N:that of the program", "2:the command line cannot be understood", "78:with --strict: the class path cannot be served"})
final class RunCommand implements Callable<Integer> {
    @Option(names = "--archive", paramLabel = "auto|off", completionCandidates = Archives.class,
            description = "auto: start from an archive of parsed classes where this node has one for this command; where it has none,"
                    + " rank 0 makes one when it ends, and the next job brings it to all nodes (default: off)")
    private String archive;
    @Option(names = "--staged", paramLabel = "DIR", description = "start from what bcastjar stage brought to DIR, the JDK included, and nothing else:"
            + " no agent, no broadcast; what is not there is used from where it is")
    private String staged;
    @Option(names = "--engine", paramLabel = "ENGINE", completionCandidates = Engines.class,
            description = "which MPI carries the broadcast: auto, mpj, mpi or none (default: auto)")
    private String engine;
    @Option(names = "--mode", paramLabel = "MODE", completionCandidates = Modes.class,
            description = "jars: broadcast whole jars; locations: only where each name is (default: jars)")
    private String mode;
    @Option(names = "--loader", paramLabel = "LOADER", completionCandidates = Loaders.class,
            description = "who defines the classes: broadcast or app (default: broadcast)")
    private String loader;
    @Option(names = "--store", paramLabel = "DIRECTORY", description = "node-local; default: the first fit of /dev/shm, $TMPDIR and /tmp")
    private String store;
    @Option(names = "--include", paramLabel = "PATHS", description = "further files and directories to serve, with : between them")
    private String include;
    @Option(names = "--dynamic", paramLabel = "PATHS", description = "prefixes of entries that change while the job runs, with : between them")
    private String dynamic;
    @Option(names = "--timeout", paramLabel = "SECONDS", description = "how long a collective may take before all ranks fall back (default: 60)")
    private String timeout;
    @Option(names = "--keep", paramLabel = "MINUTES", description = "how long a store of engine none outlives its last JVM (default: 0)")
    private String keep;
    @Option(names = "--strict", description = "stop the job with exit code 78 instead of falling back")
    private boolean strict;
    @Option(names = "--report", paramLabel = "DIRECTORY", description = "write one JSON file per node to it when the job ends")
    private String report;
    @Option(names = "--quiet", description = "no line when all is well")
    private boolean quiet;
    @Option(names = "--verbose", description = "more lines")
    private boolean verbose;
    @Parameters(paramLabel = "ARGUMENT", hideParamSyntax = true, description = "java and what it is given")
    private List<String> command;

    @Override
    public Integer call() {
        System.err.println("bcastjar: run is a part of the script bin/bcastjar; start that");
        return 2;
    }

    /** Values to complete. */
    private abstract static class Values implements Iterable<String> {
        private final List<String> values;

        Values(String... values) {
            this.values = List.of(values);
        }

        @Override
        public Iterator<String> iterator() {
            return values.iterator();
        }
    }

    private static final class Archives extends Values {
        Archives() {
            super("auto", "off");
        }
    }

    private static final class Engines extends Values {
        Engines() {
            super("auto", "mpj", "mpi", "none");
        }
    }

    private static final class Modes extends Values {
        Modes() {
            super("jars", "locations");
        }
    }

    private static final class Loaders extends Values {
        Loaders() {
            super("broadcast", "app");
        }
    }
}
