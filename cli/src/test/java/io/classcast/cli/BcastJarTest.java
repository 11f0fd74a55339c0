package io.classcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class BcastJarTest {
    @TempDir
    Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = BcastJar.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private Path jar(String name, String... entries) throws IOException {
        Path file = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
            }
        }
        return file;
    }

    @Test
    void inspectShowsEntriesAndDuplicates() throws IOException {
        Path a = jar("a.jar", "p/A.class", "x");
        Path b = jar("b.jar", "p/A.class");
        assertThat(run("inspect", a + ":" + b)).isZero();
        assertThat(out.toString()).contains(a.toString(), b.toString(), "2 entries", "2 names", "by pairs of entries: 1 in 1 pair",
                "loaded from 0 (a.jar), not from 1 (b.jar)", "and 1 open;", "estimated for 1,000 ranks");
    }

    @Test
    void inspectTakesJarsAsAShellExpandsThem() throws IOException {
        assertThat(run("inspect", "--ranks", "7", jar("a.jar", "A.class").toString(), jar("b.jar", "B.class").toString())).isZero();
        assertThat(out.toString()).contains("2 entries", "estimated for 7 ranks: 0 failed lookups, 14 opens");
    }

    @Test
    void inspectPrintsOneObjectOfJson() throws IOException {
        assertThat(run("inspect", "--json", jar("\u00e4\t.jar", "A.class").toString())).isZero();
        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.path("entries").get(0).path("path").asText()).endsWith("/\u00e4\t.jar");
        assertThat(found.path("cost").path("estimate").path("opens").asLong()).isEqualTo(1000);
        assertThat(out.toString().chars()).allMatch(c -> c < 0x7F);
    }

    @Test
    void inspectEscapesNamesThatMoveTheTerminal() throws IOException {
        assertThat(run("inspect", jar("a\u001b[2J\n.jar", "A.class") + ":" + directory.resolve("gone\n.jar"))).isEqualTo(1);
        assertThat(out.toString()).contains("a\\u001b[2J\\n.jar").doesNotContain("\u001b");
        assertThat(err.toString().trim()).contains("gone\\n.jar").doesNotContain("\n");
    }

    @Test
    void inspectWithoutAClassPathIsAMistakeOfUse() {
        assertThat(run("inspect")).isEqualTo(2);
        assertThat(run("inspect", "--ranks", "0", "x.jar")).isEqualTo(2);
    }

    @Test
    void inspectNamesAMissingEntryAndSaysSoByItsExitCode() {
        assertThat(run("inspect", directory.resolve("gone.jar").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("gone.jar does not exist");
    }

    @Test
    void cleanNamesAStoreThatIsNotThere() {
        assertThat(run("clean", "--store", "/no/such")).isEqualTo(1);
        assertThat(err.toString().trim()).startsWith("bcastjar: ").contains("/no/such").doesNotContain("\n");
    }

    @Test
    void cleanOfAnEmptyPlaceDoesNothing() {
        assertThat(run("clean", "--store", directory.toString())).isZero();
        assertThat(out.toString()).contains("nothing to remove");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearestOneInOneLine() {
        assertThat(run("clean", "--stroe", "x")).isEqualTo(2);
        assertThat(err.toString().trim()).contains("--stroe", "did you mean --store?", "bcastjar clean --help").doesNotContain("\n");
    }

    @Test
    void anUnknownSubcommandIsAnsweredWithTheNearestOneInOneLine() {
        assertThat(run("inspekt", "x")).isEqualTo(2);
        assertThat(err.toString().trim()).contains("inspekt", "did you mean inspect?", "bcastjar --help").doesNotContain("\n");
    }

    @Test
    void aMissingArgumentIsNamedInOneLine() {
        assertThat(run("inspect")).isEqualTo(2);
        assertThat(err.toString().trim()).contains("CLASSPATH", "bcastjar inspect --help").doesNotContain("\n");
    }

    @Test
    void theScriptOfRunKnowsTheOptionsThatItsHelpNames() throws IOException {
        String keys = Files.readAllLines(Path.of("bin/run.sh")).stream().filter(l -> l.startsWith("keys=")).findFirst().orElseThrow();
        List<String> options = BcastJar.commandLine().getSubcommands().get("run").getCommandSpec().options().stream()
                .map(OptionSpec::longestName).filter(n -> !n.equals("--help") && !n.equals("--version")).toList();
        assertThat(keys.substring("keys=\"".length(), keys.length() - 1).split(" ")).extracting(k -> "--" + k)
                .containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void aWordBehindTheOptionJdkIsASource() throws IOException {
        Path jar = jar("a.jar", "x");
        assertThat(run("stage", "--quiet", "--jdk", jar.toString(), "--to", directory.resolve("to").toString())).as(err.toString()).isZero();
        assertThat(directory.resolve("to/a.jar")).exists();
        assertThat(directory.resolve("to/jdk/bin/java")).isExecutable();
        assertThat(run("stage", "--quiet", "--jdk=" + directory, "--to", directory.resolve("to").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is no JDK").contains("nothing was staged");
    }
}
