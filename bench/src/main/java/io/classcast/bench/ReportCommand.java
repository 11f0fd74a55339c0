package io.classcast.bench;

import io.classcast.bench.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns what {@code run} has measured into a page. */
@Command(name = "report", footer = "Example: startup-bench report storm-8.json storm-16.json --to report",
        description = "Writes what startup-bench run has measured as one HTML page (report.html), as Markdown (report.md), and its plots as SVG and PNG. Files with the same"
                + " workload, place, versions and machine are put together: their trials count as repetitions.")
final class ReportCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Parameters(arity = "1..*", paramLabel = "RESULT.json", description = "what startup-bench run has written")
    private List<Path> results;

    @Option(names = "--model", paramLabel = "MODEL.json", description = "what the scale model has computed; labelled as modelled throughout")
    private Path model;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "where to write; files of the same names are replaced")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        System.out.println("written: " + Report.read(results, model).write(directory));
        return 0;
    }
}
