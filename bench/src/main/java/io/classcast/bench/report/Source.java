package io.classcast.bench.report;

import io.classcast.bench.results.RunFile;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A result file.
 *
 * @param file its name, without directories: a report travels
 * @param run what it holds
 */
record Source(String file, StartupRun run) {
    /** Reads one that has something to report. */
    static Source read(Path file) throws IOException {
        StartupRun run = RunFile.read(file);
        if (run.trials().isEmpty()) {
            throw new IOException(file + " has no trial: nothing to report; let startup-bench run measure a scenario");
        }
        if (!run.trials().stream().allMatch(Source::complete)) {
            throw new IOException(file + " has a trial without scenario, cache, ranks, ofRanks or ofHosts; make it anew with startup-bench run");
        }
        return new Source(file.getFileName().toString(), run);
    }

    private static boolean complete(Trial trial) {
        return trial != null && trial.scenario() != null && trial.cache() != null && trial.ranks() > 0 && trial.ofRanks() != null && trial.ofHosts() != null
                && trial.ofRanks().stream().allMatch(rank -> rank != null && rank.host() != null)
                && trial.ofHosts().stream().allMatch(host -> host != null && host.host() != null && host.operations() != null);
    }
}
