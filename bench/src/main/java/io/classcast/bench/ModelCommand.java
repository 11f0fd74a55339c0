package io.classcast.bench;

import io.classcast.bench.model.MachineFile;
import io.classcast.bench.model.ModelFile;
import io.classcast.bench.model.ModelRuns.Scenario;
import io.classcast.bench.model.Point;
import io.classcast.bench.model.PublishedCase;
import io.classcast.bench.model.ScaleModel;
import io.classcast.bench.model.TraceStore;
import io.classcast.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The scale model. */
@Command(name = "model", synopsisSubcommandLabel = "[COMMAND]", footer = "Example: startup-bench model --workload storm,classes=1000 --ranks 1024,262144",
        description = {"Models the start of jobs with up to 262,144 ranks from recorded traces of one rank: plain and with Classcast, on a cluster and on the machine"
            + " of the published case (MPI_Import). Prints tables and writes model-WORKLOAD-MACHINE.json. Nothing is measured, all figures are modelled;"
            + " docs/scale-model.md says what the model leaves out."},
        subcommands = {ModelRecordCommand.class, ModelValidateCommand.class})
final class ModelCommand implements Callable<Integer> {
    static final String VALIDATION = "model-validation.json";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--workload", defaultValue = "trivial-100", description = "whose traces: trivial-100 or storm,classes=1000, or one in the folder of --traces (default: ${DEFAULT-VALUE})")
    private String workload;

    @Option(names = "--traces", paramLabel = "DIR", description = "what startup-bench model record has written (default: the traces that come with the model)")
    private Path traces;

    @Option(names = "--machine", paramLabel = "NAME|FILE.json", split = ",", defaultValue = "lustre-128,bluegene-p",
            description = "machines, known ones or files with parameters and reasons (default: ${DEFAULT-VALUE})")
    private List<String> machines;

    @Option(names = "--ranks", paramLabel = "N", split = ",", defaultValue = "32,128,512,2048,8192,32768,131072,262144",
            description = "sizes of the job (default: ${DEFAULT-VALUE})")
    private List<Integer> ranks;

    @Option(names = "--validation", paramLabel = "FILE.json", description = "what startup-bench model validate has written, to be added"
            + " (default: " + VALIDATION + " beside the result, where there is one)")
    private Path validation;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (int size : ranks) {
            if (size < 1 || size > 1 << 24) {
                throw new ParameterException(spec.commandLine(), "--ranks " + size + " is not from 1 to " + (1 << 24));
            }
        }
        Path target = new Places().target();
        PublishedCase published = new PublishedCase();
        List<PublishedCase.Figure> figures = published.figures();
        List<ModelFile.Validation> validated = validated(target);
        for (String name : machines) {
            MachineFile machine = name.endsWith(".json") ? MachineFile.read(Path.of(name)) : MachineFile.known(name);
            List<ModelFile.Curve> curves = new ArrayList<>();
            for (Scenario scenario : Scenario.values()) {
                ScaleModel model = new TraceStore(traces).model(workload, scenario, machine.parameters());
                curves.add(new ModelFile.Curve(scenario.name().toLowerCase(Locale.ROOT), ranks.stream().map(model::at).toList()));
            }
            print(machine, curves);
            Path file = target.resolve("model-" + workload.replaceAll("[^A-Za-z0-9.-]", "-") + "-" + Path.of(name).getFileName().toString().replace(".json", "") + ".json");
            new ModelFile(ModelFile.FORMAT, "Modelled, not measured: start of " + workload + " on " + machine.title(), machine.notes(), curves, figures, validated)
                    .write(file);
            System.out.println("written: " + file + "\n");
        }
        print(figures, published.machine());
        print(validated);
        return 0;
    }

    private List<ModelFile.Validation> validated(Path target) throws IOException {
        Path file = validation != null ? validation : target.resolve(VALIDATION);
        return validation != null || Files.exists(file) ? ModelFile.read(file).validation() : List.of();
    }

    private void print(MachineFile machine, List<ModelFile.Curve> curves) {
        System.out.printf("modelled, not measured: %s on %s%n%n", workload, machine.title());
        List<String> headings = new ArrayList<>(List.of("ranks"));
        curves.forEach(curve -> headings.addAll(List.of(curve.scenario() + ", modelled s", "modelled metadata")));
        Table table = new Table(headings.toArray(new String[0]));
        for (int i = 0; i < ranks.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(ranks.get(i))));
            for (ModelFile.Curve curve : curves) {
                Point point = curve.points().get(i);
                cells.addAll(List.of(seconds(point.seconds()), Long.toString(point.metadata())));
            }
            table.row(cells.toArray(new String[0]));
        }
        System.out.println(table);
    }

    private static void print(List<PublishedCase.Figure> figures, MachineFile machine) {
        System.out.printf("the published case: %s%n%n", machine.title());
        Table table = new Table("what", "ranks", "published s", "modelled s", "modelled/published");
        figures.forEach(figure -> table.row(figure.what(), Integer.toString(figure.ranks()), seconds(figure.publishedSeconds()), seconds(figure.modelledSeconds()),
                String.format(Locale.ROOT, "%.2f", figure.modelledSeconds() / figure.publishedSeconds())));
        System.out.println(table);
    }

    static void print(List<ModelFile.Validation> validated) {
        if (validated.isEmpty()) {
            return;
        }
        System.out.printf("measured on simulated hosts, and predicted from one rank%n%n");
        Table table = new Table("scenario", "ranks", "measured s", "modelled s", "error of the modelled %");
        validated.forEach(one -> table.row(one.scenario(), Integer.toString(one.ranks()), seconds(one.measuredSeconds()), seconds(one.predictedSeconds()),
                String.format(Locale.ROOT, "%+.1f", one.error() * 100)));
        System.out.println(table);
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
