package io.classcast.bench;

import io.classcast.bench.report.BarPlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what a benchmark has written. */
@Command(name = "plot", footer = "Example: startup-bench plot bench/target/job-jdk17.json docs/job.svg",
        description = "Draws the medians of one measure, from a benchmark's JSON file, as horizontal bars (SVG).")
final class PlotCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Parameters(index = "0", paramLabel = "RESULTS.json", description = "what a benchmark has written to bench/target")
    private Path results;

    @Parameters(index = "1", paramLabel = "PLOT.svg", description = "written, or written anew")
    private Path target;

    @Option(names = "--measure", defaultValue = "wall s", description = "one of the table's (default: ${DEFAULT-VALUE})")
    private String measure;

    @Option(names = "--title", defaultValue = "", description = "over the bars")
    private String title;

    @Override
    public Integer call() throws IOException {
        BarPlot.draw(results, measure, title.isEmpty() ? null : title, target);
        return 0;
    }
}
