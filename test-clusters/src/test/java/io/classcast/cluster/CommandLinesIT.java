package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.classcast.cluster.LauncherOnly.Place;
import io.classcast.cluster.LauncherOnly.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bcastjar run} reads a command line as java's launcher reads it, or leaves it as it was written. */
class CommandLinesIT {
    private static final int RANDOM_LINES = 150;
    /** Pieces of argument files and of JDK_JAVA_OPTIONS. */
    private static final String[] PIECES = {
        "-cp", "-classpath", "--class-path", "--class-path=", "--class-path=classes", "-jar", "-m", "--module=a/b",
        "-p", "mods", "--add-modules", "java.sql", "-Dk=v", "-Dk=\"a b\"", "'q r'", "\"a\"", "''", "\"\"", "Main",
        "Source.java", "lib/app.jar", "@at.jar", "@@at.jar", "classes", "classes:empty", " ", "\t", "\f", "\r", "\n",
        "\\", "\\\n   ", "\\n", "\\\"", "#", "# c\n", "x", "\"", "'", "@", "@f0", "@@f1", "--disable-@files",
        "-version", "--source", "--dry-run", "-ea", "-Djava.class.path=q", "\u000b", "\u00df", " ", " ", "\n", "\n",
        "--unknown", "$x", "`", "*", "\"-cp\""
    };
    /** A variable of a script. */
    private static final Pattern ASSIGNED = Pattern.compile("(?:^|[ (])([a-z_]+)=|^ *for ([a-z_]+) in|read -r ([a-z_ ]+)", Pattern.MULTILINE);
    /** Arguments. */
    private static final String[] ARGUMENTS = {
        "-cp", "-classpath", "--class-path=", "--class-path=classes", "-jar", "-m", "--module=a/b", "-p", "mods",
        "-Dk=a b", "", "Main", "Main", "Main", "Source.java", "lib/app.jar", "@@at.jar", "classes", "classes",
        "a b\n", "@", "@f0", "@f1", "@f2", "@f0", "@f1", "@f2", "@@f1", "@absent", "--disable-@files", "-version",
        "--source 17", "-ea", "-Djava.class.path=q", "--unknown", "--x=y", "-", "'", "\\"
    };

    /** Has what the command lines name. */
    private static Path here;

    @BeforeAll
    static void prepare() throws IOException {
        here = Files.createDirectories(Fixtures.empty(Fixtures.workspace("command-lines")).resolve("files"));
        Application.compile(fixture(""), List.of(), here.resolve("classes"));
        shell(here, "sh \"$@\"", fixture("prepare.sh").toString(), Machine.jdk(17).toString()).orFail("prepare.sh");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void javaIsToldWhatItsLauncherReads(int jdk) throws IOException {
        String java = launcher(jdk);
        List<String> wrong = new ArrayList<>();
        for (String[] line : cases()) {
            if (line[0].startsWith("agent")) {
                continue;
            }
            Start plain = LauncherOnly.read(shell(here, line[1], java));
            Start served = LauncherOnly.read(shell(here, line[1], bcastjar(), "run", "--", java));
            Place place = Place.valueOf(line[0].replace("!", "").toUpperCase(Locale.ROOT));
            if (!served.isLike(plain) || served.place() != place) {
                wrong.add(line[1] + "\n  plain  " + plain + "\n  served " + served);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void noProgramSeesADifference(int jdk) throws IOException {
        String java = Machine.jdk(jdk) + "/bin/java";
        for (String[] line : cases()) {
            if (line[0].endsWith("!")) {
                Command.Result plain = shell(here, line[1], java);
                Command.Result served = shell(here, line[1], bcastjar(), "run", "--engine=none", "--", java);
                assertThat(served.out()).as(line[1] + served.err()).isEqualTo(plain.out());
                assertThat(served.exit()).as(line[1]).isEqualTo(plain.exit());
                assertThat(served.err().lines().filter(l -> !l.startsWith("classcast: "))
                        .filter(l -> !l.startsWith("bcastjar run: ")).toList()).as(line[1])
                        .isEqualTo(plain.err().lines().toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void randomCommandLinesAreReadAsWell(int jdk) throws IOException {
        String java = launcher(jdk);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_LINES; i++) {
            for (int file = 0; file < 3; file++) {
                // A buffer of the launcher's ends within.
                String before = random.nextInt(10) == 0 ? "#" + "x".repeat(4070 + random.nextInt(30)) + "\n" : "";
                Files.writeString(here.resolve("f" + file), before + pieces(random, 9));
            }
            List<String> arguments = new ArrayList<>(random.nextBoolean() ? List.of("-cp", "classes") : List.of());
            for (int left = random.nextInt(7); left > 0; left--) {
                arguments.add(ARGUMENTS[random.nextInt(ARGUMENTS.length)]);
            }
            Map<String, String> variables = random.nextInt(3) == 0 ? Map.of("JDK_JAVA_OPTIONS", pieces(random, 6)) : Map.of();
            Start plain = LauncherOnly.read(start(here, variables, arguments, java));
            Start served = LauncherOnly.read(start(here, variables, arguments, bcastjar(), "run", "--", java));
            // What the launcher says about a jar it has not been told; the agent says it.
            if (!served.isLike(plain) && plain.errors().stream().noneMatch(l -> l.contains("jarfile"))) {
                fail("seed %d, line %d, in %s: %s %s%n  plain  %s%n  served %s", seed, i, here, variables, arguments, plain,
                        served);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aDirectoryOfAnyNameServesOrSaysWhyNot(int jdk) throws IOException {
        String java = Machine.jdk(jdk) + "/bin/java";
        for (String name : List.of("with = and :", "with , ; % # ? * \" ' $x ` \\ and\nmore")) {
            String script = installed(here.resolveSibling(jdk + name));
            String line = "\"$@\" -cp lib/app.jar Started x";
            Command.Result result = shell(here, line, script, "run", "--engine=none", "--", java);
            assertThat(result.exit()).as(result.err()).isEqualTo(1);
            assertThat(result.out()).contains("java.class.path=lib/app.jar\n").doesNotContain("classcast-agent");
            assertThat(result.err().lines().toList()).last().asString()
                    .contains(name.contains("=") ? "install it elsewhere" : "served to 1 rank");
            Command.Result strict = shell(here, line, script, "run", "--engine=none", "--strict", "--", java);
            assertThat(strict.exit()).isEqualTo(name.contains("=") ? 78 : 1);
        }
    }

    @Test
    void noOtherProgramIsNeeded() throws IOException {
        String java = launcher(17);
        String bare = "PATH=/nonexistent \"$@\" ";
        for (String line : List.of("-cp classes Started", "-jar lib/app.jar", "-Dk='it'\\''s' -cp classes Started")) {
            Command.Result result = shell(here, bare + line, bcastjar(), "run", "--include=a,b", "--", java);
            assertThat(LauncherOnly.read(result).place()).as(result.err()).isEqualTo(Place.OFF);
            assertThat(result.err()).isEmpty();
        }
        Command.Result variable = shell(here, "JDK_JAVA_OPTIONS='-cp \"lib dir/app.jar\"' " + bare + "Started", bcastjar(),
                "run", "--", java);
        assertThat(LauncherOnly.read(variable).classPath()).isEqualTo("lib dir/app.jar");
        Command.Result file = shell(here, bare + "@simple", bcastjar(), "run", "--", java);
        assertThat(LauncherOnly.read(file).place()).isEqualTo(Place.ON);
        assertThat(file.err().lines()).singleElement().asString().contains("awk is not on PATH");
        Command.Result archive = shell(here, bare + "-cp classes Started", bcastjar(), "run", "--archive=auto", "--", java);
        assertThat(LauncherOnly.read(archive).place()).isEqualTo(Place.OFF);
        assertThat(archive.err().lines()).singleElement().asString().contains("there is no archive");
        Command.Result absent = shell(here, bare + "-cp classes Started", bcastjar(), "run", "--", "java");
        assertThat(absent.err().lines()).singleElement().asString().contains("java is not there");
    }

    @Test
    void theVariablesOfTheJobStayAsTheyWere() throws IOException {
        Path java = Files.writeString(Files.createDirectories(here.resolveSibling("shows")).resolve("java"), "#!/bin/sh\nenv | sort\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        // All that the scripts call a variable, comments included.
        Map<String, String> variables = new HashMap<>(Map.of("JDK_JAVA_OPTIONS", "-Dl='a b'"));
        for (String script : Path.of(bcastjar()).getParent().toFile().list()) {
            Matcher name = ASSIGNED.matcher(Files.readString(Path.of(bcastjar()).resolveSibling(script)));
            while (name.find()) {
                for (String variable : (name.group(1) + " " + name.group(2) + " " + name.group(3)).split(" ")) {
                    if (!variable.startsWith("classcast_") && !variable.equals("null")) {
                        variables.put(variable, "the job's " + variable);
                    }
                }
            }
        }
        assertThat(variables).hasSizeGreaterThan(40).containsKeys("class_path", "staged", "origin");
        String listed = Files.readString(Path.of(bcastjar())).split("for classcast_name in ")[1].split(";")[0] + " JDK_JAVA_OPTIONS";
        assertThat(listed.split("[ \\\\\n]+")).containsAll(variables.keySet());
        List<String> arguments = List.of("@options", "Started");
        Command.Result plain = start(here, variables, arguments, java.toString());
        Command.Result served = start(here, variables, arguments, bcastjar(), "run", "--engine=none", "--archive=auto", "--",
                java.toString());
        assertThat(plain.out()).contains("class_path=the job's class_path");
        assertThat(served.out()).as(served.err()).isEqualTo(plain.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void functionsThatBashHasExportedReachTheProgram(String shell) throws IOException {
        Path java = Files.writeString(Files.createDirectories(here.resolveSibling("functions")).resolve("java"), "#!/bin/sh\ncat /proc/$$/environ\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Map<String, String> variables = Map.of("MODULESHOME", "/x", "BASH_FUNC_module%%", "() {  echo 'it' \"$@\"\n}", "1x", "", "a.b", "c=d");
        Command.Result result = Command.run(List.of(shell, bcastjar(), "run", "--", java.toString(), "-Dk=it's", "Started"), variables, 60);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            assertThat(result.out().split("\0")).as(result.err()).contains(variable.getKey() + '=' + variable.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_VERSION=\"29.0.1\"", "JAVA_VERSION=\"17.0.1\"\nJVM_VARIANT=\"Openj9\"", "JAVA_VERSION=\"1.8.0_402\"",
        "JAVA_RUNTIME_VERSION=\"17.0.9-zing_23.10\"\nJAVA_VERSION=\"17.0.9\"", "", "\0", "JAVA_VERSION=\"17.0.1\""})
    void aJvmThatMayNotKnowAnOptionIsNotGivenIt(String release) throws IOException {
        Path home = here.resolveSibling("unknown");
        String java = Files.exists(home) ? home + "/bin/java" : LauncherOnly.of(17, home).toString();
        Files.writeString(home.resolve("release"), release);
        String line = "\"$@\" -XX:+UseSerialGC -cp classes Started";
        String known = shell(here, line, bcastjar(), "run", "--", java).out();
        assertThat(known.contains("SymbolTableSize")).as(known).isEqualTo(release.equals("JAVA_VERSION=\"17.0.1\""));
    }

    /** What is on the command line the JDK finds itself, whatever its class loaders are. */
    @Test
    void theClassPathOfAJdkThatIsNotKnownStaysOnTheCommandLine() throws IOException {
        Path home = here.resolveSibling("of-any-version");
        String java = LauncherOnly.of(17, home).toString();
        Map<String, Place> places = new HashMap<>(Map.of("29", Place.ON, "30-ea", Place.ON, "117", Place.ON, "", Place.ON, "soon", Place.ON,
                "1.8.0_504", Place.ALONE, "9", Place.ALONE, "11.0.33", Place.ALONE, "16.0.2", Place.ALONE, "28-ea", Place.OFF));
        for (int known = 17; known <= 28; known++) {
            places.put(known + ".0.1", Place.OFF);
        }
        for (Map.Entry<String, Place> each : places.entrySet()) {
            Files.writeString(home.resolve("release"), "SOURCE=\"\"\nJAVA_VERSION=\"" + each.getKey() + "\"");
            for (String line : List.of("-cp classes:empty Started a", "-jar lib/app.jar a", "@options Started a")) {
                Start plain = LauncherOnly.read(shell(here, "\"$@\" " + line, java));
                Command.Result result = shell(here, "\"$@\" " + line, bcastjar(), "run", "--", java);
                Start served = LauncherOnly.read(result);
                assertThat(served.isLike(plain)).as(each + line + served + plain).isTrue();
                assertThat(served.place()).as(each + line).isEqualTo(each.getValue());
                assertThat(result.err().lines().filter(l -> l.startsWith("bcastjar run: "))).as(each + line)
                        .hasSize(each.getValue() == Place.ALONE ? 1 : 0).allMatch(l -> l.contains("is too old, Classcast needs JDK 17"));
                assertThat(result.out().contains("-Dclasscast.unknown=")).as(each + line).isEqualTo(each.getValue() == Place.ON);
            }
            Command.Result strict = shell(here, "\"$@\" -cp classes Started", bcastjar(), "run", "--strict", "--", java);
            assertThat(strict.exit()).as(each.toString()).isEqualTo(each.getValue() == Place.ALONE ? 78 : 0);
        }
        Files.delete(home.resolve("release"));
        assertThat(LauncherOnly.read(shell(here, "\"$@\" -cp classes Started", bcastjar(), "run", "--", java)).place()).isEqualTo(Place.ON);
    }

    @Test
    void aSystemClassLoaderOfTheProgramsOwnIsNoUnknownJdk() throws IOException {
        Command.Result result = shell(here, "\"$@\" '-Djava.system.class.loader=Early$Appending' -cp classes Started", Machine.jdk(17) + "/bin/java",
                "-javaagent:" + Machine.agent() + "=engine=none");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err()).contains("the system class loader is the application's own").doesNotContain("not known to this version");
    }

    @Test
    void aScriptInJavasPlaceKeepsWhatItHasUnlocked() throws IOException {
        Path home = here.resolveSibling("wrapped");
        Path java = LauncherOnly.of(17, home);
        Files.move(java, home.resolve("bin/real"));
        Files.writeString(java, "#!/bin/sh\nexec ${0%/*}/real -XX:+UnlockExperimentalVMOptions \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        String line = "\"$@\" -XX:+UseEpsilonGC -cp classes Started";
        Command.Result served = shell(here, line, bcastjar(), "run", "--", java.toString());
        assertThat(served.out()).as(served.err()).contains("-XX:+UseEpsilonGC").doesNotContain("-XX:-UnlockExperimentalVMOptions");
    }

    @Test
    void whatAnArchiveUnlocksIsLockedAgain() throws IOException {
        Path store = Files.createDirectories(here.resolveSibling("archives"));
        String java = launcher(17);
        String line = "\"$@\" -cp /x/app.jar Started";
        List<String> command = List.of(bcastjar(), "run", "--archive=auto", "--store=" + store, "--", java);
        Matcher key = Pattern.compile("archive=([0-9-]+)").matcher(shell(here, line, command.toArray(String[]::new)).out());
        assertThat(key.find()).isTrue();
        Path ours = Files.createDirectory(store.resolve("classcast-" + Files.getAttribute(store, "unix:uid")),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(ours.resolve("archive-" + key.group(1) + ".jsa"), "x");
        Files.writeString(ours.resolve("archive-" + key.group(1) + ".jsa.kept"), "1");
        String[] start = command.toArray(String[]::new);
        assertThat(shell(here, line, start).out()).contains("SharedArchiveFile=" + ours, "-XX:-UnlockDiagnosticVMOptions");
        String unlocked = "JAVA_TOOL_OPTIONS=-XX:+UnlockDiagnosticVMOptions ";
        assertThat(shell(here, unlocked + line, start).out()).contains("SharedArchiveFile=").doesNotContain("-XX:-UnlockDiagnosticVMOptions");
        for (String options : List.of("JAVA_TOOL_OPTIONS=-XX:AOTMode=auto ", "JDK_JAVA_OPTIONS=-Xshare:off ", "_JAVA_OPTIONS=-XX:AOTCache=x ",
                "JAVA_TOOL_OPTIONS=-XX:Flags=flags ")) {
            assertThat(shell(here, options + line, start).out()).as(options).doesNotContain("SharedArchiveFile");
        }
        for (String option : List.of("-XX:AOTCacheOutput=x ", "-XX:AOTConfiguration=x ", "-XX:Flags=flags ", "-XX:SharedArchiveFile=y ")) {
            assertThat(shell(here, line.replace("-cp", option + "-cp"), start).out()).as(option).doesNotContain("SharedArchiveFile=" + ours);
        }
    }

    @Test
    void anArchiveIsThatOfTheClassPathAndNotOfItsText() throws IOException {
        Path a = Files.createDirectories(here.resolveSibling("a"));
        Path b = Files.createDirectories(here.resolveSibling("b"));
        Path link = Files.createSymbolicLink(here.resolveSibling("link"), a);
        String java = launcher(17);
        for (String path : List.of("app.jar", ":/x/app.jar", "/x/app.jar:", "", "/x/a.jar::/x/b.jar", "*")) {
            String inA = archiveOf(a, path, java);
            assertThat(inA).contains("archive=");
            assertThat(archiveOf(b, path, java)).as(path).isNotEqualTo(inA);
            assertThat(archiveOf(link, path, java)).as(path).isEqualTo(inA);
        }
        assertThat(archiveOf(a, "/x/a.jar:/x/b.jar", java)).isEqualTo(archiveOf(b, "/x/a.jar:/x/b.jar", java));
    }

    /** The agent's options, which name the archive of a class path. */
    private static String archiveOf(Path directory, String path, String java) {
        return LauncherOnly.read(shell(directory, "\"$@\" -cp '" + path + "' Started", bcastjar(), "run", "--archive=auto", "--",
                java)).agent();
    }

    /** Place and command line of each case. */
    private static List<String[]> cases() throws IOException {
        List<String[]> cases = new ArrayList<>();
        for (String line : Files.readAllLines(fixture("cases.txt"))) {
            if (!line.startsWith("#")) {
                cases.add(line.split(" *\\| ", 2));
            }
        }
        assertThat(cases).hasSizeGreaterThan(170);
        return cases;
    }

    private static Path fixture(String name) {
        return Machine.home().resolve("src/test/fixtures/launcher/" + name);
    }

    /** Java of a JDK that starts no JVM. */
    private static String launcher(int jdk) throws IOException {
        Path home = here.resolveSibling("jdk" + jdk);
        return (Files.exists(home) ? home.resolve("bin/java") : LauncherOnly.of(jdk, home)).toString();
    }

    /** The distribution's layout, as far as run needs it. */
    private static String installed(Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Path scripts = Path.of(bcastjar()).getParent();
        for (String name : new TreeSet<>(List.of(scripts.toFile().list()))) {
            Files.copy(scripts.resolve(name), home.resolve(name.endsWith(".sh") ? "lib" : "bin").resolve(name));
        }
        Files.copy(Machine.agent(), home.resolve("lib/classcast-agent.jar"));
        return home.resolve("bin/bcastjar").toString();
    }

    private static String pieces(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most); left > 0; left--) {
            text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(3) > 0 ? " " : "");
        }
        return text.toString();
    }

    private static Command.Result start(Path here, Map<String, String> variables, List<String> arguments, String... command) {
        List<String> whole = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", here.toString()));
        Collections.addAll(whole, command);
        whole.addAll(arguments);
        return Command.run(whole, variables, 60);
    }

    /** A line of sh, in which "$@" is the command. In a file, since an argument's letters are those of our own locale. */
    private static Command.Result shell(Path here, String line, String... command) {
        try {
            Path script = Files.writeString(here.resolveSibling("line.sh"), "cd \"$1\" && shift\n" + line + "\n");
            List<String> whole = new ArrayList<>(List.of("sh", script.toString(), here.toString()));
            Collections.addAll(whole, command);
            return Command.run(whole, Map.of("LC_ALL", "C.UTF-8"), 60);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bcastjar() {
        return Machine.home().resolveSibling("cli/bin/bcastjar").toString();
    }
}
