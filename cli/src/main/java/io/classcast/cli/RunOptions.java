package io.classcast.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code bcastjar run} and {@code bcastjar profile} can be told, for help, man pages and completion; {@code bin/run.sh} reads them. */
final class RunOptions {
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
            description = "who defines the classes: app, the JDK's own class loader, or broadcast, one in its place"
                    + " (default: app; broadcast with --archive auto)")
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
    @Option(names = "--profile", paramLabel = "FILE", description = "read, send and store only what this profile names (bcastjar profile); all else works,"
            + " and is read where it lies")
    private String profile;
    @Option(names = "--record", paramLabel = "FILE", description = "note what the program uses, as bcastjar profile does")
    private String record;
    @Option(names = "--linking", paramLabel = "auto|jdk", completionCandidates = Linkers.class,
            description = "jdk: leave lambdas and string concatenations to the JDK; auto: link them in its place where that gives the same, faster"
                    + " (default: auto)")
    private String linking;
    @Option(names = "--strict", description = "stop the job with exit code 78 instead of falling back")
    private boolean strict;
    @Option(names = "--report", paramLabel = "DIRECTORY", description = "write one JSON file per node to it when the job ends")
    private String report;
    @Option(names = "--quiet", description = "no line when all is well")
    private boolean quiet;
    @Option(names = "--verbose", description = "more lines")
    private boolean verbose;

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

    private static final class Linkers extends Values {
        Linkers() {
            super("auto", "jdk");
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
            super("app", "broadcast");
        }
    }
}
