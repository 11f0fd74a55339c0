package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** {@code bcastjar run} where nothing can be served: the program has its class path all the same, in a JDK that is none of those we know, too. */
class GivenBackIT {
    private static final List<List<String>> WAYS = List.of(List.of("-cp", "absent.jar:classes:", "Shows", "a b"), List.of("-cp", "lib/*:classes", "Shows", "exit"),
            List.of("-jar", "app.jar", "throw"), List.of("-jar", "app.jar", "exit"), List.of("-jar", "absent.jar"), List.of("-jar", "classes"),
            List.of("-jar", "none.jar"), List.of("-cp", "app.jar", "Absent"), List.of("@arguments", "@more"));

    /** Of them, one of each kind. */
    private static final List<List<String>> FEW = List.of(WAYS.get(0), WAYS.get(2), WAYS.get(4), WAYS.get(8));

    /** Nothing is served: there is no place for a store. */
    private static final Map<String, String> IN_VAIN = Map.of("CLASSCAST_STORE", "/nonexistent", "CLASSCAST_ENGINE", "none");

    private static Path prepare(String name) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace(name));
        Fixtures.compile("plain", here.resolve("classes"));
        Files.createDirectories(here.resolve("lib"));
        Files.writeString(here.resolve("manifest"), "Main-Class: Shows\nAdd-Exports: java.base/jdk.internal.misc\nClass-Path: classes/ absent/\n");
        for (String jar : List.of("app.jar", "lib/b.jar")) {
            Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", here.resolve(jar).toString(), "-m", here.resolve("manifest").toString(), "-C",
                    here.resolve("classes").toString(), "Hello.class"), Map.of(), 60).orFail("jar");
        }
        Files.writeString(here.resolve("none.jar"), "no jar");
        Files.writeString(here.resolve("arguments"), "-Dk='a b' -cp \"app.jar:\\\n   classes\"\nShows @here 'it''s'\n");
        return here;
    }

    /** A JDK in which a word of a class's constants is another one. */
    private static void patched(int jdk, Path here, String module, String type, String from, String to) throws IOException {
        Path patched = here.resolve("patched/" + type + ".class");
        Files.createDirectories(patched.getParent());
        try (FileSystem modules = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", Machine.jdk(jdk).toString()))) {
            String bytes = new String(Files.readAllBytes(modules.getPath("modules/" + module + "/" + type + ".class")), StandardCharsets.ISO_8859_1);
            assertThat(bytes).contains("\0" + (char) from.length() + from);
            Files.writeString(patched, bytes.replace("\0" + (char) from.length() + from, "\0" + (char) to.length() + to), StandardCharsets.ISO_8859_1);
        }
    }

    /** A JDK in which a class has no subclasses. */
    private static void isFinal(int jdk, Path here, String type) throws IOException {
        Path patched = here.resolve("patched/" + type + ".class");
        Files.createDirectories(patched.getParent());
        try (FileSystem modules = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", Machine.jdk(jdk).toString()))) {
            ClassReader reader = new ClassReader(Files.readAllBytes(modules.getPath("modules/java.base/" + type + ".class")));
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
                    super.visit(version, access | Opcodes.ACC_FINAL, name, signature, base, interfaces);
                }
            }, 0);
            Files.write(patched, writer.toByteArray());
        }
    }

    private static void mustBeAsPlain(int jdk, Path here, int lines, List<String> options, List<String> way) {
        Command.Result plain = run(jdk, here, false, options, way);
        Command.Result served = run(jdk, here, true, options, way);
        assertThat(served.out()).as(way + served.err()).isEqualTo(plain.out());
        assertThat(served.exit()).as(way.toString()).isEqualTo(plain.exit());
        assertThat(served.err().lines().filter(l -> !l.startsWith("classcast: ")).toList()).as(way.toString()).isEqualTo(plain.err().lines().toList());
        assertThat(served.err().lines().filter(l -> l.startsWith("classcast: "))).as(way.toString()).hasSize(lines);
    }

    private static Command.Result run(int jdk, Path here, boolean served, List<String> options, List<String> way) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", here.toString()));
        if (served) {
            command.addAll(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--"));
        }
        command.add(Machine.jdk(jdk) + "/bin/java");
        command.addAll(options);
        command.addAll(way);
        return Command.run(command, IN_VAIN, 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void itIsSearchedAsTheJdkWouldHaveSearchedIt(int jdk) throws IOException {
        Path here = prepare("given-back" + jdk);
        for (List<String> way : WAYS) {
            mustBeAsPlain(jdk, here, 1, List.of(), way);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void soItIsWhereTheLoaderTakesNoStandIn(int jdk) throws IOException {
        Path here = prepare("given-back-unknown" + jdk);
        isFinal(jdk, here, "jdk/internal/loader/URLClassPath");
        String patch = "java.base=" + here.resolve("patched");
        for (List<String> way : FEW) {
            Command.Result served = run(jdk, here, true, List.of("--patch-module", patch), way);
            Command.Result plain = run(jdk, here, false, List.of("--patch-module", patch), way);
            // Our own jar cannot be hidden there, and has a manifest.
            assertThat(shown(served.out())).as(way + served.err()).isEqualTo(shown(plain.out()));
            assertThat(served.exit()).as(way.toString()).isEqualTo(plain.exit());
            assertThat(served.err().lines().filter(l -> l.startsWith("classcast: "))).as(way.toString()).hasSize(1);
        }
    }

    private static List<String> shown(String out) {
        return out.lines().map(l -> l.replaceAll("jar:file:[^, ]*/classcast-agent.jar![^, \\]]*(, )?", "")).toList();
    }

    /** Its jars can still be appended, directories not. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withoutADoorTheProgramHasAJvmOfItsOwn(int jdk) throws IOException {
        Path here = prepare("given-back-again" + jdk);
        patched(jdk, here, "java.instrument", "sun/instrument/InstrumentationImpl", "redefineModule", "redefineNothing");
        List<String> options = List.of("--patch-module", "java.instrument=" + here.resolve("patched"));
        for (List<String> way : FEW) {
            mustBeAsPlain(jdk, here, way.contains("-jar") || way.contains("app.jar") ? 1 : 2, options, way);
        }
    }
}
