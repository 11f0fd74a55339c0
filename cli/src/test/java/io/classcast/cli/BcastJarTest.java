package io.classcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(out.toString()).contains(a.toString(), b.toString(), "2 entries", "2 names",
                "1 classes in more than one entry");
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
}
