package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.bench.results.RunFile;
import io.classcast.cluster.Command;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as Debian's browser shows it. Without chromium it fails: test-clusters/setup.sh installs it. */
class ReportPageIT {
    private static final int NARROW = 400;
    private static final int SECONDS = 120;
    /** Runs in a copy of the page, which itself has no script; the answers are attributes in the dumped document. */
    private static final String PROBE = """
            <script>
            addEventListener('load', () => {
              const root = document.documentElement;
              root.dataset.width = root.scrollWidth;
              root.dataset.window = innerWidth;
              root.dataset.resources = performance.getEntriesByType('resource').length;
              root.dataset.plots = [...document.querySelectorAll('figure svg')].map(svg => {
                const box = svg.getBoundingClientRect(), ink = svg.getBBox();
                return Math.floor(Math.min(box.width, box.height, ink.width, ink.height));
              }).join(' ');
              root.dataset.unnamed = [...document.querySelectorAll('figure svg')].filter(svg => svg.getAttribute('aria-labelledby').split(' ')
                .some(id => !document.getElementById(id) || !document.getElementById(id).textContent)).length;
              root.dataset.twins = [...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size;
            });
            </script>
            """;

    @TempDir
    private static Path directory;
    private static Path page;
    private static Path probed;

    @BeforeAll
    static void write() throws IOException {
        List<Path> results = new ArrayList<>();
        for (int ranks : new int[] {8, 16}) {
            results.add(directory.resolve("storm-" + ranks + ".json"));
            RunFile.write(SampleRuns.run(ranks), results.get(results.size() - 1));
        }
        Path model = Files.writeString(directory.resolve("model.json"), SampleRuns.model());
        page = Report.read(results, model).write(directory.resolve("report"));
        probed = Files.writeString(directory.resolve("probed.html"), Files.readString(page).replace("<body>", "<body>" + PROBE));
    }

    /** Standard output of a browser that has no network business of its own; its profile is not in the temporary directory, where it may outlive the browser. */
    private static String browse(Path file, String... options) throws IOException {
        Path profile = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chromium").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--user-data-dir=" + profile));
        command.addAll(List.of(options));
        command.add(file.toUri().toString());
        return Command.run(command, Map.of("HOME", profile.toString()), SECONDS).orFail("chromium (test-clusters/setup.sh installs it)").out();
    }

    private static String probe(String dom, String name) {
        Matcher matcher = Pattern.compile("<html[^>]* data-" + name + "=\"([^\"]*)\"").matcher(dom);
        assertThat(matcher.find()).as("the browser says " + name).isTrue();
        return matcher.group(1);
    }

    @Test
    void everyScenarioHasARow() throws IOException {
        String dom = browse(page, "--dump-dom");
        for (String table : List.of("What each scenario takes, 8 ranks, cold", "What each scenario takes, 16 ranks, cold",
                "How the ranks differ: from the launcher's start, 8 ranks, cold")) {
            Matcher body = Pattern.compile("<caption>" + Pattern.quote(table) + "</caption>.*?</table>", Pattern.DOTALL).matcher(dom);
            assertThat(body.find()).as(table).isTrue();
            assertThat(Pattern.compile("<tr[^>]*data-scenario=\"([^\"]*)\"").matcher(body.group()).results().map(m -> m.group(1)))
                    .containsExactlyElementsOf(Scenarios.NAMES);
        }
    }

    @Test
    void allPlotsAreDrawnAndNamed() throws IOException {
        String dom = browse(probed, "--window-size=1300,900", "--dump-dom");
        List<Integer> sizes = Pattern.compile("\\d+").matcher(probe(dom, "plots")).results().map(MatchResult::group).map(Integer::valueOf).toList();
        assertThat(sizes).as("time, break-even, modelled, and phases, agent, operations of two numbers of ranks").hasSize(9).allMatch(size -> size > 100);
        assertThat(probe(dom, "unnamed")).isEqualTo("0");
        assertThat(probe(dom, "twins")).as("ids that occur twice, such as of clip paths").isEqualTo("0");
    }

    @Test
    void nothingIsLoadedFromAnywhere() throws IOException {
        assertThat(probe(browse(probed, "--dump-dom"), "resources")).isEqualTo("0");
        String text = Files.readString(page).replaceAll("xmlns(:xlink)?=\"[^\"]*\"", "");
        assertThat(text).doesNotContain("http:", "https:", "src=", "@import", "<link", "<script").doesNotContainPattern("url\\((?!#)").doesNotContainPattern("href=\"(?!#)");
    }

    @Test
    void aNarrowWindowScrollsInBoxesOnly() throws IOException {
        // The browser's own windows are no narrower than 500 pixels; a frame is.
        Path frame = Files.writeString(directory.resolve("frame.html"), "<!DOCTYPE html><html><body><iframe style=\"width:" + NARROW
                + "px;height:800px;border:0\" srcdoc=\"" + Files.readString(probed).replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe><script>"
                + "addEventListener('load', () => Object.assign(document.documentElement.dataset, frames[0].document.documentElement.dataset))</script></body></html>");
        String dom = browse(frame, "--window-size=1000,900", "--dump-dom");
        assertThat(probe(dom, "window")).isEqualTo(String.valueOf(NARROW));
        assertThat(Integer.parseInt(probe(dom, "width"))).isLessThanOrEqualTo(NARROW);
    }

    @Test
    void lightAndDarkAreWhatTheReaderPrefers() throws IOException {
        BufferedImage light = screenshot("light.png", "--blink-settings=preferredColorScheme=1");
        BufferedImage dark = screenshot("dark.png", "--blink-settings=preferredColorScheme=0");
        assertThat(light.getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
        assertThat(dark.getRGB(2, 2) & 0xffffff).isEqualTo(0x15181c);
        assertThat(colours(light)).as("text, rules, and the colours of the first plot").isGreaterThan(100);
        assertThat(colours(dark)).isGreaterThan(100);
    }

    private static BufferedImage screenshot(String name, String scheme) throws IOException {
        Path file = directory.resolve(name);
        browse(page, scheme, "--window-size=1300,1600", "--screenshot=" + file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(1300);
        return image;
    }

    private static long colours(BufferedImage image) {
        return IntStream.range(0, image.getHeight()).flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y))).distinct().count();
    }
}
