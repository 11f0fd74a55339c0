package io.classcast.cluster.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What has been tried on the readers of files: fuzz.sh notes its campaigns, every build replays the inputs that were kept.
 *
 * @param campaigns of fuzz.sh
 * @param targets that they had
 * @param executions inputs that were tried in them
 * @param kept inputs in the corpora
 */
record FuzzCounts(long campaigns, long targets, long executions, long kept) {
    private static final String CORPUS = "FuzzTestInputs";
    private static final int EXECUTIONS = 2;

    /**
     * Counts.
     *
     * @param root of the source tree
     * @return what is noted there
     * @throws IOException where it cannot be read
     */
    static FuzzCounts of(Path root) throws IOException {
        List<String[]> campaigns = Files.readAllLines(root.resolve("test-clusters/fuzz.tsv")).stream().filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t")).toList();
        long kept = 0;
        try (Stream<Path> modules = Files.list(root)) {
            for (Path resources : modules.map(module -> module.resolve("src/test/resources")).filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(resources)) {
                    kept += files.filter(file -> Files.isRegularFile(file) && resources.relativize(file).toString().contains(CORPUS + "/")).count();
                }
            }
        }
        return new FuzzCounts(campaigns.size(), campaigns.stream().map(words -> words[1]).distinct().count(),
                campaigns.stream().mapToLong(words -> Long.parseLong(words[EXECUTIONS])).sum(), kept);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d inputs fuzzed in %d campaigns of %d targets; %,d kept bad inputs, which every build tries again", executions, campaigns, targets,
                kept);
    }
}
