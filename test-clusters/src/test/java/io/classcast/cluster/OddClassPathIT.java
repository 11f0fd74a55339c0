package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rare on a class path, and what fails on it, looks the same with Classcast as without. */
class OddClassPathIT {
    private static final List<String> ASKED = List.of("s.Sealed", "s.Intruder", "s.NeedsAbsent", "p.Versioned", "p.Linked", "p.FromManifest", "p.InDirectory", "Unpackaged",
            "absent.Klass", "broken.Truncated", "broken.Misnamed", "broken.TooNew", "broken.ExtendsAbsent", "broken.FailsToInitialise",
            "broken.FailsToInitialise", "p/data.txt", "META-INF/MANIFEST.MF", "nowhere/x");

    @ParameterizedTest
    @CsvSource({"17,broadcast,jars", "17,app,jars", "17,broadcast,locations", "25,broadcast,jars", "25,app,jars", "25,broadcast,locations"})
    void looksTheSame(int jdk, String loader, String mode) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("odd" + jdk + loader + mode));
        String classPath = makeClassPath(here);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", here.toString(), Machine.jdk(jdk) + "/bin/java"));
        List<String> program = new ArrayList<>(List.of("-cp", classPath, "OddLookups"));
        program.addAll(ASKED);
        Command.Result plain = run(command, List.of(), program);
        Command.Result served = run(command, List.of(Fixtures.agent("engine=none,loader=" + loader + ",mode=" + mode)), program);
        assertThat(plain.out()).contains("sealing violation", "class file version", "ClassFormatError", "wrong name");
        assertThat(served.out()).as(served.err()).isEqualTo(plain.out());
        assertThat(served.exit()).isEqualTo(plain.exit());
        List<String> run = new ArrayList<>(command.subList(0, 4));
        run.addAll(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine=none", "--loader=" + loader, "--mode=" + mode, "--",
                Machine.jdk(jdk) + "/bin/java"));
        Command.Result started = run(run, List.of(), program);
        assertThat(started.out()).as(started.err()).isEqualTo(plain.out());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aLiveEntryIsAskedOnceForAClassThatIsNowhere(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("live" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path live = Files.createDirectories(here.resolve("live"));
        int[] asked = new int[2];
        for (int i = 0; i < 2; i++) {
            Path report = Files.createDirectories(here.resolve("report" + i));
            Command.Result result = Fixtures.java(jdk, Fixtures.agent("engine=none,dynamic=" + live + ",report=" + report), "-cp",
                    here.resolve("classes") + ":" + live, "AsksInVain", String.valueOf(10 * i));
            assertThat(result.out().lines()).as(result.err()).hasSize(10 * i);
            try (Stream<Path> reports = Files.list(report)) {
                Matcher count = Pattern.compile("\"liveFallbacks\" *: *(\\d+)").matcher(Files.readString(reports.findFirst().orElseThrow()));
                assertThat(count.find()).isTrue();
                asked[i] = Integer.parseInt(count.group(1));
            }
        }
        assertThat(asked[1] - asked[0]).isEqualTo(10);
    }

    private static Command.Result run(List<String> command, List<String> options, List<String> program) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(options);
        whole.addAll(program);
        return Command.run(whole, Map.of(), 60);
    }

    /** Relative and absolute, links, spaces, letters beyond ASCII, twice, empty, missing. */
    private static String makeClassPath(Path here) throws IOException {
        Fixtures.compile("plain", here.resolve("program"));
        Path sources = here.resolve("sources");
        write(sources, "s/Sealed.java", "package s; public class Sealed { public Sealed() { new Companion(); } }");
        write(sources, "s/Companion.java", "package s; class Companion { }");
        write(sources, "s/Intruder.java", "package s; public class Intruder { }");
        write(sources, "s/NeedsAbsent.java", "package s; public class NeedsAbsent { Object o = new gone.Gone(); }");
        write(sources, "gone/Gone.java", "package gone; public class Gone { }");
        write(sources, "p/Versioned.java", "package p; public class Versioned { }");
        write(sources, "p/Linked.java", "package p; public class Linked { public Linked() throws Exception { Class.forName(\"absent.FromALibrary\"); } }");
        write(sources, "p/FromManifest.java", "package p; public class FromManifest { }");
        write(sources, "p/InDirectory.java", "package p; public class InDirectory { }");
        write(sources, "Unpackaged.java", "public class Unpackaged { public Unpackaged() { throw new IllegalStateException(\"as told\"); } }");
        for (String broken : List.of("Truncated", "Misnamed", "TooNew", "ExtendsAbsent extends gone.Gone", "FailsToInitialise")) {
            String name = broken.split(" ")[0];
            write(sources, "broken/" + name + ".java", "package broken; public class " + broken + " { static int x = " + (name.startsWith("Fails") ? "1 / (int) Math.sin(0)" : "0") + "; }");
        }
        Path classes = here.resolve("classes");
        Application.compile(sources, List.of(), classes);
        Path broken = classes.resolve("broken");
        byte[] bytes = Files.readAllBytes(broken.resolve("Truncated.class"));
        Files.write(broken.resolve("Truncated.class"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Files.copy(classes.resolve("p/Versioned.class"), broken.resolve("Misnamed.class"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        byte[] tooNew = Files.readAllBytes(broken.resolve("TooNew.class"));
        tooNew[7] = 99;
        Files.write(broken.resolve("TooNew.class"), tooNew);

        Path lib = Files.createDirectories(here.resolve("lib mit Bücherñ"));
        jar(here, lib.resolve("sealed.jar"), "Sealed: true\nImplementation-Title: odd\n", "s/Sealed.class", "s/Companion.class", "s/NeedsAbsent.class");
        jar(here, lib.resolve("intruder.jar"), "Class-Path: more/from%20manifest.jar absent.jar\n", "s/Intruder.class", "broken");
        Files.createDirectories(lib.resolve("more"));
        jar(here, lib.resolve("more/from manifest.jar"), "", "p/FromManifest.class");
        jar(here, here.resolve("real.jar"), "Implementation-Title: real\n", "p/Linked.class", "p/Versioned.class");
        Files.createSymbolicLink(lib.resolve("link.jar"), here.resolve("real.jar"));
        Path directory = Files.createDirectories(here.resolve("real directory/p"));
        Files.move(classes.resolve("p/InDirectory.class"), directory.resolve("InDirectory.class"));
        Files.writeString(directory.resolve("data.txt"), "data");
        Files.createSymbolicLink(here.resolve("linked directory"), here.resolve("real directory"));
        Files.move(classes.resolve("Unpackaged.class"), here.resolve("Unpackaged.class"));
        return "program:" + lib + "/sealed.jar:lib mit Bücherñ/intruder.jar:" + lib + "/sealed.jar:absent.jar::" + lib + "/link.jar:linked directory:real directory/:real.jar";
    }

    private static void write(Path sources, String name, String text) throws IOException {
        Path file = sources.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void jar(Path here, Path jar, String manifest, String... members) throws IOException {
        Path text = Files.writeString(here.resolve("manifest"), manifest.isEmpty() ? "X: y\n" : manifest);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", here.resolve("classes").toString(), Machine.jdk(17) + "/bin/jar", "-c", "-f",
                jar.toString(), "-m", text.toString()));
        command.addAll(List.of(members));
        Command.run(command, Map.of("LC_ALL", "C.UTF-8"), 60).orFail("jar");
    }
}
