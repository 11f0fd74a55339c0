package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.bench.results.RunFile;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String HOSTILE = "<script>alert('x')</script> \"&amp; | `a` ![i](http://h/) \u0007\u001b[1m";
    private static final Pattern TABLE = Pattern.compile("<table.*?</table>", Pattern.DOTALL);

    @TempDir
    private Path directory;

    /** A report that is only looked at, of 8 and 16 ranks and a model. */
    @TempDir
    private static Path shared;
    private static String page;

    @BeforeAll
    static void write() throws IOException {
        page = Files.readString(Report.read(samples(shared), model(shared)).write(shared.resolve("report")));
    }

    private static List<Path> samples(Path directory) throws IOException {
        Path eight = directory.resolve("storm-8.json");
        Path sixteen = directory.resolve("storm-16.json");
        RunFile.write(SampleRuns.run(8), eight);
        RunFile.write(SampleRuns.run(16), sixteen);
        return List.of(eight, sixteen);
    }

    private static Path model(Path directory) throws IOException {
        return Files.writeString(directory.resolve("model.json"), SampleRuns.model());
    }

    private String page(Path result, Path model) throws IOException {
        return Files.readString(Report.read(List.of(result), model).write(directory.resolve("report")));
    }

    @Test
    void everyScenarioHasARowInEveryTable() {
        List<String> tables = TABLE.matcher(page).results().map(MatchResult::group).filter(t -> t.contains("What each scenario takes") || t.contains("How the ranks differ"))
                .toList();
        assertThat(tables).hasSize(4);
        for (String table : tables) {
            assertThat(Pattern.compile("data-scenario=\"([^\"]*)\"").matcher(table).results().map(m -> m.group(1))).containsExactlyElementsOf(Scenarios.NAMES);
            assertThat(table).contains("skipped: " + SampleRuns.REASON, "failed: rank 3 on node1 ended with exit code 1");
        }
    }

    @Test
    void aScenarioThatLosesIsShownLosing() throws IOException {
        String eight = TABLE.matcher(page).results().map(MatchResult::group).filter(t -> t.contains("takes, 8 ranks, cold")).findFirst().orElseThrow();
        assertThat(eight).contains("<tr class=\"slower\" data-scenario=\"wildcard\">").contains("<tr class=\"slower\" data-scenario=\"staged-jars\">")
                .contains("<tr class=\"\" data-scenario=\"run\">").contains("▲ slower than plain");
        assertThat(Files.readString(shared.resolve("report/report.md"))).contains("| staged-jars (slower than plain) | 3 | ");
    }

    @Test
    void thePageSaysWhereAndHowItWasMeasured() {
        assertThat(page).contains("Start-up of storm on 2 hosts (cluster, nfs), 2026-01-02", "Some CPU @ 2.00GHz", "17.0.15", "round trip µs",
                "startup-bench run --workload storm --ranks 8", "startup-bench run --workload storm --ranks 16", "storm-16.json");
    }

    @Test
    void coldAndWarmAreApart() throws IOException {
        Path file = directory.resolve("both.json");
        StartupRun cold = SampleRuns.run(8);
        StartupRun both = SampleRuns.run(8, "warm", "storm").trials().stream().reduce(cold, StartupRun::with, (a, b) -> b);
        RunFile.write(both, file);
        assertThat(page(file, null)).contains("<h2>8 ranks, cold</h2>", "<h2>8 ranks, warm</h2>");
        assertThat(directory.resolve("report/phases-8-cold.svg")).exists();
        assertThat(directory.resolve("report/phases-8-warm.svg")).exists();
        assertThat(directory.resolve("report/time-cold.svg")).as("one number of ranks is no line").doesNotExist();
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        Report.read(samples(directory), model(directory)).write(directory.resolve("two"));
        Map<String, byte[]> one = files(shared.resolve("report"));
        Map<String, byte[]> two = files(directory.resolve("two"));
        assertThat(one.keySet()).isEqualTo(two.keySet()).contains("report.html", "report.md", "time-cold.svg", "time-cold.png", "break-even-cold.svg",
                "phases-8-cold.svg", "phases-16-cold.png", "operations-8-cold.svg", "agent-16-cold.svg", "modelled-time.svg", "modelled-time.png");
        one.forEach((name, bytes) -> assertThat(two.get(name)).as(name).isEqualTo(bytes));
        assertThat(ImageIO.read(shared.resolve("report/time-cold.png").toFile()).getWidth()).isEqualTo(1720);
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void textOfResultFilesIsEscapedEverywhere() throws Exception {
        StartupRun run = SampleRuns.run(8, HOSTILE, HOSTILE);
        run = run.with(new Trial(HOSTILE, 8, HOSTILE, 1, List.of(HOSTILE), 0, 10, null, run.trials().get(0).ofRanks(), run.trials().get(0).ofHosts()));
        run = run.with(SampleRuns.failed("jars", 8, HOSTILE, 4, HOSTILE));
        StartupRun hostile = new StartupRun(run.format(), HOSTILE, List.of(HOSTILE), Map.of(HOSTILE, HOSTILE), Map.of(HOSTILE, List.of(HOSTILE)),
                new StartupRun.Where(HOSTILE, HOSTILE, 2, Map.of(HOSTILE, Map.of(HOSTILE, HOSTILE))), run.workload(), List.of(new StartupRun.Skipped("sbcast", HOSTILE)),
                run.trials());
        Path file = directory.resolve("hostile.json");
        RunFile.write(hostile, file);
        Path model = Files.writeString(directory.resolve("model.json"), SampleRuns.model().replace("plain", "<script>").replace("storm", "<script>"));
        String page = page(file, model);
        assertThat(page).contains("&lt;script&gt;", "1 of 4 failed: &lt;script&gt;").doesNotContain("<script").doesNotContain("\u0007").doesNotContain("\u001b");
        String markdown = Files.readString(directory.resolve("report/report.md"));
        assertThat(markdown).doesNotContain("\u001b").contains("\\!\\[i\\]");
        assertThat(markdown.lines().filter(line -> !line.startsWith("    "))).noneMatch(line -> line.contains("<script") || line.contains("![i]"));
        try (Stream<Path> files = Files.list(directory.resolve("report"))) {
            for (Path svg : files.filter(f -> f.toString().endsWith(".svg")).toList()) {
                var builder = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
                assertThat(builder.parse(svg.toFile()).getElementsByTagName("script").getLength()).as(svg.toString()).isZero();
            }
        }
    }

    @Test
    void whateverIsModelledSaysSo() throws IOException {
        String part = page.substring(page.indexOf("<section class=\"modelled\">"));
        assertThat(headings(part, "h1|caption|title")).hasSizeGreaterThan(6).allMatch(text -> text.toLowerCase().contains("modelled"));
        ModelPart model = new ModelPart(ModelResult.read(shared.resolve("model.json")));
        assertThat(model.plots()).hasSize(1).allSatisfy(plot -> {
            assertThat(plot.title()).containsIgnoringCase("modelled");
            assertThat(plot.name()).contains("modelled");
            var data = plot.chart().getXYPlot().getDataset();
            for (int i = 0; i < data.getSeriesCount(); i++) {
                assertThat(data.getSeriesKey(i).toString()).contains("modelled");
            }
            assertThat(plot.chart().getXYPlot().getRangeAxis().getLabel()).contains("modelled");
        });
        assertThat(model.grids()).hasSize(5).allSatisfy(grid -> {
            assertThat(grid.caption()).containsIgnoringCase("modelled");
            assertThat(grid.columns()).anySatisfy(column -> assertThat(column.full()).contains("modelled"));
        });
        assertThat(page.substring(0, page.indexOf("<section class=\"modelled\">"))).doesNotContain("91,000", "17,900", "409,600,000");
        assertThat(Files.readString(shared.resolve("report/report.md"))).contains("# Modelled, not measured: storm on NFS", "| plain, modelled | ");
    }

    private static List<String> headings(String html, String tags) {
        return Pattern.compile("<(" + tags + ")\\b[^>]*>(.*?)</\\1>", Pattern.DOTALL).matcher(html).results().map(m -> m.group(2)).toList();
    }

    @Test
    void filesThatCannotBeComparedAreNotPutTogether() throws IOException {
        List<Path> files = List.of(directory.resolve("storm.json"), directory.resolve("tika.json"));
        RunFile.write(SampleRuns.run(8), files.get(0));
        RunFile.write(SampleRuns.run(8, "cold", "tika"), files.get(1));
        Path report = Report.read(files, null).write(directory.resolve("report"));
        assertThat(report).content().contains("<h1>Start-up of storm on", "<h1>Start-up of tika on");
        assertThat(directory.resolve("report/1-phases-8-cold.svg")).exists();
        assertThat(directory.resolve("report/2-phases-8-cold.svg")).exists();
    }

    @Test
    void whatIsNoResultIsRefusedInOneLine() throws IOException {
        Path missing = directory.resolve("missing.json");
        Path other = Files.writeString(directory.resolve("other.json"), "{\"benchmark\": \"job\"}");
        Path text = Files.writeString(directory.resolve("text.json"), "wall: 3 s");
        Path empty = directory.resolve("empty.json");
        StartupRun run = SampleRuns.run(8);
        RunFile.write(new StartupRun(run.format(), run.started(), run.command(), run.versions(), run.machine(), run.where(), run.workload(), List.of(), List.of()), empty);
        Path good = samples(directory).get(0);
        refused(List.of(good, missing), null, "missing.json");
        refused(List.of(other), null, "other.json is no result of startup-bench run");
        refused(List.of(text), null, "text.json is no result of startup-bench run");
        refused(List.of(empty), null, "empty.json has no trial");
        refused(List.of(good), good, "storm-8.json is no result of the scale model");
        refused(List.of(good), text, "text.json is no result of the scale model");
        refused(List.of(good), missing, "missing.json");
    }

    @Test
    void aDamagedTrialIsRefusedInOneLine() throws IOException {
        Path good = samples(directory).get(0);
        for (String broken : List.of("\"scenario\" : \"plain\",", "\"host\" : \"node1\",", "\"cache\" : \"cold\",")) {
            String text = Files.readString(good);
            assertThat(text).contains(broken);
            refused(List.of(Files.writeString(directory.resolve("broken.json"), text.replace(broken, ""))), null, "broken.json has a trial without");
        }
    }

    @Test
    void whereNothingCanBeWrittenOneLineSaysSo() throws IOException {
        Path file = samples(directory).get(0);
        Report report = Report.read(List.of(file), null);
        assertThatThrownBy(() -> report.write(file)).isInstanceOf(IOException.class).hasMessageStartingWith("cannot make the directory " + file);
    }

    @Test
    void scenariosWithLongNamesKeepTheirOwnBars() throws IOException {
        StartupRun run = SampleRuns.run(8);
        for (String end : List.of("one", "two")) {
            run = run.with(new Trial("a scenario with a very long name " + end, 8, "cold", 1, List.of(), 0, 10, null, run.trials().get(0).ofRanks(), List.of()));
        }
        Path file = directory.resolve("long.json");
        RunFile.write(run, file);
        assertThat(page(file, null)).contains("a scenario with a very lo…<", "a scenario with a very lo…’<");
    }

    private static void refused(List<Path> results, Path model, String what) {
        assertThatThrownBy(() -> Report.read(results, model)).isInstanceOf(IOException.class).message().contains(what).hasLineCount(1);
    }
}
