package io.classcast.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.classcast.Version;
import io.classcast.bench.results.RunFile;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.bench.results.Trial.OfRank;
import io.classcast.cluster.Command;
import io.classcast.cluster.Machine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive as a user has it: unpacked in a directory with a space in its name that nobody can write to. */
class DistributionIT {
    /** 10.4 MB when this was written, most of it zstd for ten architectures; 13.5 MB with the libraries of other systems. */
    private static final long JAR_LIMIT = 12_000_000;

    @TempDir
    private static Path place;
    private static Path top;
    private static Path classes;

    @BeforeAll
    static void unpack() throws IOException {
        Path archive = Path.of(System.getProperty("classcast.distribution"));
        Path directory = Files.createDirectory(place.resolve("with space"));
        Command.run(List.of("tar", "-xzf", archive.toString(), "-C", directory.toString()), Map.of(), 60).orFail("tar");
        top = directory.resolve("classcast-" + Version.TEXT);
        classes = Files.createDirectory(place.resolve("classes"));
        Path source = Files.writeString(place.resolve("Main.java"), """
                public class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.println(String.join("|", args) + " " + Main.class.getProtectionDomain().getCodeSource().getLocation());
                        if (args[0].equals("compress")) {
                            byte[] bytes = new byte[1000];
                            byte[] small = (byte[]) Class.forName("com.github.luben.zstd.Zstd").getMethod("compress", byte[].class).invoke(null, bytes);
                            Object lz4 = Class.forName("net.jpountz.lz4.LZ4Factory").getMethod("nativeInstance").invoke(null);
                            System.out.println(small.length < 100 && lz4 != null);
                        }
                        System.exit(args.length);
                    }
                }
                """);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString())).isZero();
    }

    @Test
    void nobodyCanWriteToIt() {
        assertThat(sh(Map.of(), "touch \"$0/lib/x\"", top).exit()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void bcastjarStarts(int jdk) {
        Map<String, String> java = Map.of("JAVA_HOME", Machine.jdk(jdk).toString());
        assertThat(bcastjar(java, "--version").out()).isEqualTo("bcastjar " + Version.TEXT + "\n");
        assertThat(bcastjar(java, "--help").out()).contains("Usage: bcastjar", "Exit codes:");
        assertThat(bcastjar(java, "run", "--help").out()).contains("--archive", "Exit codes:");
        Command.Result inspected = bcastjar(java, "inspect", top.resolve("lib/bcastjar.jar").toString());
        assertThat(inspected.exit()).isZero();
        assertThat(inspected.out()).contains("bcastjar.jar (multi-release)", "1 entry, ");
        assertThat(inspected.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void runIsAsPlainJava(int jdk) {
        String java = Machine.jdk(jdk).resolve("bin/java").toString();
        List<String> program = List.of(java, "-cp", classes.toString(), "Main", "a b", "c");
        Command.Result plain = Command.run(program, Map.of(), 60);
        List<String> arguments = new ArrayList<>(List.of("run", "--engine", "none", "--"));
        arguments.addAll(program);
        Command.Result served = bcastjar(Map.of(), arguments.toArray(new String[0]));
        assertThat(served.out()).isEqualTo(plain.out()).startsWith("a b|c ");
        assertThat(served.exit()).isEqualTo(plain.exit()).isEqualTo(2);
        assertThat(served.err()).contains("1 class-path entry (").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"file, bin/bcastjar", "file of a file, file", "directory/bcastjar, ../bin", "current/bin/bcastjar, ''"})
    void linksLeadToIt(String link, String target) throws IOException {
        Path links = Files.createTempDirectory(place, "links");
        String[] names = link.split("/", 2);
        Path to = target.equals("file") ? Files.createSymbolicLink(links.resolve("file"), top.resolve("bin/bcastjar"))
                : top.resolve(target.replace("../", ""));
        Files.createSymbolicLink(links.resolve(names[0]), to);
        Command.Result version = sh(Map.of(), "exec \"$0\" --version", links.resolve(link));
        assertThat(version.out()).as(version.err()).isEqualTo("bcastjar " + Version.TEXT + "\n");
        Command.Result run = sh(Map.of(), "exec \"$0\" run --engine none -- java -cp \"$1\" Main x", links.resolve(link), classes);
        assertThat(run.out()).as(run.err()).startsWith("x ");
        assertThat(run.err()).contains("1 class-path entry (").hasLineCount(1);
    }

    @Test
    void aRelativeNameAndThePathLeadToIt() {
        String expected = "bcastjar " + Version.TEXT + "\n";
        assertThat(sh(Map.of(), "cd \"$0/bin\" && ./bcastjar --version", top).out()).isEqualTo(expected);
        assertThat(sh(Map.of(), "cd \"$0/bin\" && sh bcastjar --version", top).out()).isEqualTo(expected);
        assertThat(sh(Map.of(), "cd \"$0/share\" && ../bin/bcastjar --version", top).out()).isEqualTo(expected);
        assertThat(sh(Map.of(), "PATH=\"$0/bin:$PATH\"; bcastjar --version", top).out()).isEqualTo(expected);
    }

    @Test
    void wrongCommandLinesAreAnsweredInOneLineWithWhatWasMeant() {
        for (List<String> wrong : List.of(List.of("inspekt", "x", "inspect"), List.of("clean", "--stroe", "--store"),
                List.of("run", "--enigne", "--engine"))) {
            Command.Result result = bcastjar(Map.of(), wrong.get(0), wrong.get(1));
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("did you mean " + wrong.get(2) + "?").hasLineCount(1);
        }
    }

    @Test
    void withoutJavaItSaysSo() {
        Command.Result result = bcastjar(Map.of("JAVA_HOME", "/nonexistent"), "--version");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("/nonexistent/bin/java is not there; set JAVA_HOME").hasLineCount(1);
    }

    @Test
    void startupBenchMeasuresWhatItCanAndSaysWhatItCannot() throws IOException {
        Path here = Files.createDirectory(place.resolve("measured"));
        Command.Result hello = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" hello --rounds 1", top, here);
        assertThat(hello.exit()).as(hello.err()).isZero();
        assertThat(hello.out()).contains("classcast  wall ms");
        try (Stream<Path> written = Files.list(here.resolve("startup-bench"))) {
            assertThat(written.map(f -> f.getFileName().toString())).contains("hello-jdk17.json");
        }
        Command.Result model = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" model --ranks 64", top, here);
        assertThat(model.exit()).as(model.err()).isZero();
        assertThat(model.out()).contains("modelled, not measured: trivial-100 on ", "model-trivial-100-bluegene-p.json");
        Command.Result workload = sh(Map.of(), "cd \"$1\" && \"$0/bin/startup-bench\" workload jars=2,classes=20 --to generated > written && eval \"$(head -1 written)\"", top, here);
        assertThat(workload.out()).as(workload.err()).startsWith("jynamic: 20 classes, ");
        Command.Result nowhere = sh(Map.of(), "cd \"$0\" && exec bin/startup-bench hello", top);
        assertThat(nowhere.exit()).isEqualTo(3);
        assertThat(nowhere.err()).contains("cannot write to", "start in a directory that you can write to").hasLineCount(1);
        for (String command : List.of("classload", "scan", "class-list", "broadcast", "job", "stage", "model record", "model validate")) {
            Command.Result refused = sh(Map.of(), "exec \"$0/bin/startup-bench\" " + command, top);
            assertThat(refused.exit()).as(command).isEqualTo(2);
            assertThat(refused.err()).contains(command + " needs the source tree").hasLineCount(1);
            assertThat(sh(Map.of(), "exec \"$0/bin/startup-bench\" " + command + " --help", top).out()).contains("Usage: startup-bench " + command);
        }
    }

    @Test
    void startupBenchRunsAWorkloadAndReportsIt() throws IOException {
        Path here = Files.createDirectory(place.resolve("run"));
        Command.Result run = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" run --here --dir files --jdk 17 --workload jars=2,classes=20 --ranks 2 --repetitions 1 "
                + "--scenarios plain,jars,staged-jdk,sbcast --result run.json", top, here);
        // The path has a space: staging takes it, and Slurm is not there.
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("plain +2 +as found +[0-9.]+").containsPattern("jars +2 +as found +[0-9.]+").contains("not run: sbcast needs Slurm", "written: run.json");
        Command.Result report = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" report run.json --to report", top, here);
        assertThat(report.exit()).as(report.err()).isZero();
        assertThat(here.resolve("report/report.html")).content().contains("sbcast needs Slurm");
        Command.Result wrong = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" run --here --dir files --scenarios plian", top, here);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("no scenario is called plian; there are plain, wildcard").hasLineCount(1);
    }

    @Test
    void startupBenchReportsWhatWasMeasuredElsewhere() throws IOException {
        Path here = Files.createDirectory(place.resolve("reported"));
        List<OfRank> ranks = List.of(new OfRank(0, "node0", 1, 20, 90, 100, 50, 0, Map.of()));
        RunFile.write(new StartupRun(StartupRun.FORMAT, "2026-01-02T03:04:05Z", List.of("startup-bench", "run"), Map.of(), Map.of(),
                new StartupRun.Where("here", null, 1, Map.of()), Map.of("name", "storm"), List.of(),
                List.of(new Trial("plain", 1, "cold", 1, List.of("java"), 0, 100, null, ranks, List.of()))), here.resolve("storm.json"));
        Command.Result report = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" report storm.json --to job", top, here);
        assertThat(report.exit()).as(report.err()).isZero();
        assertThat(report.err()).isEmpty();
        assertThat(here.resolve("job/phases-1-cold.svg")).isNotEmptyFile();
        assertThat(here.resolve("job/phases-1-cold.png")).isNotEmptyFile();
        assertThat(here.resolve("job/report.html")).content().contains("<h1>Start-up of storm on 1 host (here), 2026-01-02</h1>");
        Command.Result none = sh(Map.of(), "cd \"$1\" && exec \"$0/bin/startup-bench\" report none.json --to none", top, here);
        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.err()).contains("none.json").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"bcastjar ru, run", "bcastjar run --mo, --mode", "bcastjar run --mode lo, locations", "bcastjar ins, inspect",
        "startup-bench hel, hello"})
    void bashCompletes(String typed, String completed) {
        String name = typed.substring(0, typed.indexOf(' '));
        // compopt works in a completion only; complete shows that the script has bound its function.
        Command.Result result = read(Map.of(), List.of("bash", "--norc", "-c", "set -eu; . \"$0\"; compopt() { :; }; complete -p " + name
                + " >&2; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); set +eu; _complete_" + name + "; echo \"${COMPREPLY[*]}\"",
                top.resolve("share/bash-completion/completions/" + name).toString(), typed));
        assertThat(result.out().trim()).as(result.err()).isEqualTo(completed);
        assertThat(result.err()).startsWith("complete ").hasLineCount(1);
    }

    @Test
    void everyCommandHasAManPageThatRendersWithoutAWarning() throws IOException {
        List<String> names;
        try (Stream<Path> pages = Files.list(top.resolve("share/man/man1"))) {
            names = pages.map(p -> p.getFileName().toString()).sorted().toList();
        }
        assertThat(names).contains("bcastjar.1", "bcastjar-run.1", "bcastjar-inspect.1", "bcastjar-clean.1", "startup-bench.1", "startup-bench-hello.1",
                "startup-bench-report.1");
        for (String name : names) {
            Path page = top.resolve("share/man/man1").resolve(name);
            Command.Result shown = Command.run(List.of("groff", "-man", "-ww", "-b", "-Tascii", "-P-cbou", page.toString()), Map.of(), 60);
            assertThat(shown.exit()).as("groff, of the package groff-base").isZero();
            assertThat(shown.err()).as(name).isEmpty();
            assertThat(shown.out()).as(name).contains("SYNOPSIS", "Classcast " + Version.TEXT);
            assertThat(Files.readString(page)).as(name).matches("\\p{ASCII}+");
        }
        assertThat(Files.readString(top.resolve("share/man/man1/bcastjar-inspect.1"))).contains("EXIT STATUS", "missing or unreadable");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theJarHoldsWhatItsLibrariesNeedAndNothingOfOtherSystems(int jdk) throws IOException {
        Path file = top.resolve("lib/bcastjar.jar");
        assertThat(Files.size(file)).as("bytes of bcastjar.jar").isLessThan(JAR_LIMIT);
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
            assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names).contains("META-INF/services/com.fasterxml.jackson.core.JsonFactory");
            assertThat(names).filteredOn(n -> n.matches(".*\\.(so|dll|dylib|jnilib)")).isNotEmpty()
                    .allMatch(n -> n.toLowerCase().contains("linux") || n.matches("io/classcast/mpi/foreign/libclasscast-(x86_64|aarch64)\\.so"));
        }
        for (String processor : List.of("x86_64", "aarch64")) {
            assertThat(Files.isExecutable(top.resolve("lib/libclasscast-" + processor + ".so"))).as(processor).isTrue();
        }
        Command.Result compressed = Command.run(List.of(Machine.jdk(jdk).resolve("bin/java").toString(),
                jdk < 22 ? "-Dx" : "--enable-native-access=ALL-UNNAMED", "-cp", file + ":" + classes, "Main", "compress"), Map.of(), 60);
        assertThat(compressed.out()).as(compressed.err()).endsWith("true\n");
        assertThat(compressed.err()).isEmpty();
    }

    @Test
    void theLicencesOfAllLibrariesAreThere() throws IOException {
        Path licenses = top.resolve("share/doc/classcast/licenses");
        assertThat(Files.readString(licenses.resolve("THIRD-PARTY.md"))).contains("ASM", "zstd-jni", "lz4-java", "JLine", "progressbar", "XZ");
        assertThat(licenses.resolve("jackson-core/LICENSE")).exists();
        assertThat(licenses.resolve("commons-compress/NOTICE.txt")).exists();
    }

    /** By their classes: every one is of a library that the bill of materials names, and each that it names is there. */
    @Test
    void theBillOfMaterialsNamesAllLibrariesAndNoOthers() throws IOException {
        JsonNode bill = new ObjectMapper().readTree(top.resolve("share/doc/classcast/sbom.json").toFile());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        Path repository = Path.of(System.getProperty("classcast.repository"));
        Map<String, String> libraryOfEntry = new HashMap<>();
        Set<String> named = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            String group = component.path("group").asText();
            String name = component.path("name").asText();
            String version = component.path("version").asText();
            if (!group.equals("io.classcast")) {
                assertThat(component.path("hashes")).as(name).isNotEmpty();
                Path jar = repository.resolve(group.replace('.', '/')).resolve(name).resolve(version).resolve(name + "-" + version + ".jar");
                for (String entry : contentOf(jar)) {
                    libraryOfEntry.putIfAbsent(entry, name);
                }
                named.add(name);
                libraryOfEntry.put(jar.getFileName().toString(), name);
            }
        }
        Set<String> shipped = new TreeSet<>();
        for (Path file : files()) {
            if (file.toString().endsWith(".jar")) {
                // One of the jars has nothing but its licence.
                if (libraryOfEntry.containsKey(file.getFileName().toString())) {
                    shipped.add(libraryOfEntry.get(file.getFileName().toString()));
                }
                for (String entry : contentOf(file)) {
                    String original = entry.replace("io/classcast/agent/asm/", "org/objectweb/asm/");
                    if (!original.startsWith("io/classcast/") && original.matches(".*\\.(class|so)")) {
                        assertThat(libraryOfEntry.containsKey(original)).as("%s of %s", entry, file.getFileName()).isTrue();
                    }
                    if (libraryOfEntry.containsKey(original)) {
                        shipped.add(libraryOfEntry.get(original));
                    }
                }
            }
        }
        assertThat(shipped).isEqualTo(named);
    }

    /** Names of classes and other files, but for what every jar may have. */
    private static List<String> contentOf(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName)
                    .filter(n -> !n.matches("META-INF/(MANIFEST.MF|.*(LICENSE|NOTICE|DEPENDENCIES|INDEX).*|maven/.*|services/.*|native-image/.*)")
                            && !n.endsWith("module-info.class")).toList();
        }
    }

    @Test
    void linksOfTheDocumentationLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        for (Path file : files()) {
            if (file.toString().endsWith(".md")) {
                Matcher found = link.matcher(Files.readString(file));
                while (found.find()) {
                    assertThat(file.resolveSibling(found.group(1))).as("link of %s", file).exists();
                }
            }
        }
    }

    @Test
    void noFileNamesAPlaceOfTheMachineThatMadeIt() throws IOException {
        List<String> places = List.of(Machine.home().getParent().toString(), System.getProperty("classcast.repository"));
        for (Path file : files()) {
            if (file.toString().endsWith(".jar")) {
                try (ZipInputStream jar = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
                    for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                        assertNamesNone(file + "!" + entry.getName(), jar.readAllBytes(), places);
                    }
                }
            } else {
                assertNamesNone(file.toString(), Files.readAllBytes(file), places);
            }
        }
    }

    private static void assertNamesNone(String what, byte[] bytes, List<String> places) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(places).as(what).noneMatch(text::contains);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static Command.Result bcastjar(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(top.resolve("bin/bcastjar").toString()));
        command.addAll(List.of(arguments));
        return read(environment, command);
    }

    /** A line of shell with paths as $0, $1. */
    private static Command.Result sh(Map<String, String> environment, String line, Path... paths) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", line));
        Stream.of(paths).map(Path::toString).forEach(command::add);
        return read(environment, command);
    }

    /** Runs a command where the distribution is read-only: root could write to files without the permission to. */
    private static Command.Result read(Map<String, String> environment, List<String> command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c",
                "mount --bind -o ro \"$0\" \"$0\" && exec \"$@\"", top.toString()));
        all.addAll(command);
        Map<String, String> variables = new HashMap<>(Map.of("JAVA_HOME", Machine.jdk(17).toString()));
        variables.putAll(environment);
        return Command.run(all, variables, 120);
    }
}
