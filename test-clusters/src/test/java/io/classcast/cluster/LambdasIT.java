package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Lambdas, whose classes the agent generates where that gives what the JDK would. */
class LambdasIT {
    /** So many the JDK links at most: the first ones, and one of each kind and of each interface. */
    private static final int FEATURES = 90;

    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        store = Files.createTempDirectory(Path.of("/dev/shm"), "lambdas-it-");
    }

    @AfterEach
    void removeStore() throws IOException {
        Fixtures.empty(store);
        Files.delete(store);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theirClassesAreWhatTheJdkWouldGenerate(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas" + jdk));
        LambdaProgram.make(here, "class");
        String plain = java(jdk, here).out();
        assertThat(plain).contains("string", "IllegalStateException: f7 at [Says.lambda$main$", "array of 2", "own2", "e7", "script2", "NotSerializableException: Non-serializable lambda");
        // Of those that are serializable there is one more for each that is read back, and one for each way to call.
        int all = LambdaProgram.GENERATED;
        for (String way : new String[] {"", ",loader=app"}) {
            assertThat(java(jdk, here, agent(here, way)).out()).as(way).isEqualTo(plain);
            assertThat(generated(here)).as(way).isBetween(2 * all - FEATURES, 3 * (LambdaProgram.GENERATED + LambdaProgram.LEFT));
        }
        assertThat(java(jdk, here, agent(here, ",linking=jdk")).out()).isEqualTo(plain);
        assertThat(generated(here)).isZero();
        // Who wants to see the JDK's class files sees them. From JDK 21 on they go to a directory of this name in the working directory.
        Path dumped = Fixtures.empty(here.resolve("DUMP_LAMBDA_PROXY_CLASS_FILES"));
        assertThat(java(jdk, here, agent(here, ""), jdk < 21 ? "-Djdk.internal.lambda.dumpProxyClasses=" + dumped : "-Djdk.invoke.LambdaMetafactory.dumpProxyClassFiles=true").out())
                .isEqualTo(plain);
        try (Stream<Path> files = Files.walk(dumped)) {
            assertThat(files.filter(file -> file.toString().contains("Says$$Lambda"))).hasSizeGreaterThanOrEqualTo(all);
        }
        assertThat(generated(here)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withAClassArchiveTheyAreGeneratedByUsFromTheBeginning(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-archive" + jdk));
        LambdaProgram.make(here, "interface");
        String plain = java(jdk, here).out();
        assertThat(plain).contains("interface2");
        withoutAnArchiveAndWithIt(jdk, here, plain, 2 * LambdaProgram.GENERATED - FEATURES);
        // What another agent has learned is not believed: this run finds out for itself.
        Path archive = archive();
        byte[] noted = Files.readAllBytes(archive);
        noted[noted.length - 2] ^= 1;
        Files.write(archive, noted);
        Command.Result other = archived(jdk, here);
        assertThat(other.out()).isEqualTo(plain);
        assertThat(other.err()).contains(", class archive)");
        assertThat(generated(here)).isBetween(LambdaProgram.GENERATED, 3 * LambdaProgram.GENERATED);
        // All names are the same; but what calls a static method of an interface cannot call that of a class (JVMS 5.4.3.3).
        LambdaProgram.make(here, "class");
        assertThat(archived(jdk, here).out()).isEqualTo(java(jdk, here).out()).contains("class2");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whereTheJdkMakesThemOfSomethingElseTheyAreTheJdks(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-other" + jdk));
        LambdaProgram.make(here, "class");
        String patch = "java.base=" + factory(jdk, here, "arg$", "val$");
        String plain = java(jdk, here, "--patch-module", patch).out();
        assertThat(plain).contains("val$1").doesNotContain("arg$");
        assertThat(java(jdk, here, "--patch-module", patch, agent(here, "")).out()).isEqualTo(plain);
        // Those that have captured nothing have no such fields.
        assertThat(generated(here)).isBetween(LambdaProgram.GENERATED, 2 * LambdaProgram.GENERATED);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whereTheJdkMakesThemInAnotherMethodTheFirstErrorEndsItForGood(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-unknown" + jdk));
        LambdaProgram.make(here, "class");
        String plain = java(jdk, here).out();
        String factory = "java/lang/invoke/InnerClassLambdaMetafactory";
        String field = jdk < 24 ? "cw" : "pool";
        String patch = "java.base=" + patched(jdk, here, factory + ".class", field, "other");
        for (String inner : jdk < 24 ? List.<String>of() : List.of("1", "2", "3", "4", "5", "5$1", "6")) {
            patched(jdk, here, factory + "$" + inner + ".class", field, "other");
        }
        Command.Result result = java(jdk, here, "--patch-module", patch, agent(here, ",verbose"));
        // Numbers begin with those of the modules.
        assertThat(numberless(result.out())).isEqualTo(numberless(plain));
        assertThat(generated(here)).isZero();
        assertThat(report(here)).contains("\"linking\":\"off: java.lang.NoSuchFieldError: ");
    }

    /** Compiled against an interface that has become a class: linking fails. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aLambdaThatTheJdkRefusesFailsTheSameToTheLastFrame(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-refused" + jdk));
        LambdaProgram.makeRefused(here);
        String plain = java(jdk, here).out();
        assertThat(plain).contains("java.lang.invoke.LambdaConversionException: Changed is not an interface", "at java.base/java.lang.invoke.LambdaMetafactory.metafactory",
                "at java.base/java.lang.invoke.LambdaMetafactory.altMetafactory", "fits");
        assertThat(java(jdk, here, agent(here, "")).out()).isEqualTo(plain);
        withoutAnArchiveAndWithIt(jdk, here, plain, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void thoseOfTheJdkItselfAreOursToo(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-jdk" + jdk));
        LambdaProgram.makeOfTheJdk(here);
        String plain = java(jdk, here).out();
        assertThat(plain).contains("java.util.function.DoubleUnaryOperator$$Lambda", "java.util.Map$Entry$$Lambda");
        assertThat(java(jdk, here, agent(here, "")).out()).isEqualTo(plain);
        withoutAnArchiveAndWithIt(jdk, here, plain, 1);
        assertThat(generated(here)).as("with the archive").isGreaterThanOrEqualTo(LambdaProgram.OF_THE_JDK_ITSELF);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whereTheJdkLooksBootstrapMethodsUpInAnotherWayItLinksThemAndALineSaysSo(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-table" + jdk));
        LambdaProgram.make(here, "class");
        String plain = java(jdk, here).out();
        String patch = "java.base=" + patched(jdk, here, "java/lang/invoke/MethodHandles$Lookup.class", "LOOKASIDE_TABLE", "ANOTHER_TABLE");
        Command.Result result = java(jdk, here, "--patch-module", patch, agent(here, ",verbose"));
        // Numbers begin with those of the modules.
        assertThat(numberless(result.out())).isEqualTo(numberless(plain));
        List<String> lines = result.err().lines().filter(l -> l.contains("looks bootstrap methods up in another way")).toList();
        assertThat(lines).hasSize(1).allMatch(l -> l.contains("as without Classcast") && l.endsWith("java.lang.NoSuchFieldException: LOOKASIDE_TABLE"));
        assertThat(generated(here)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambdas", "concat"})
    void theFormerOptionsNameTheOneThatTheyHaveBecome(String former) {
        Command.Result result = Command.run(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--" + former, "jdk", "--", "java",
                "-version"), Map.of(), 60);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("option --" + former + " is gone; --linking jdk").hasLineCount(1);
    }

    private static Path factory(int jdk, Path here, String from, String to) throws IOException {
        return patched(jdk, here, "java/lang/invoke/InnerClassLambdaMetafactory.class", from, to);
    }

    /** A class of the JDK, but for names that begin in a certain way: those of its methods and fields, and those that it gives. */
    private static Path patched(int jdk, Path here, String type, String from, String to) throws IOException {
        Path patched = here.resolve("patched").resolve(type);
        Files.createDirectories(patched.getParent());
        try (FileSystem modules = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", Machine.jdk(jdk).toString()))) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(Files.readAllBytes(modules.getPath("modules/java.base/" + type))).accept(new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
                    return super.visitField(access, other(name), descriptor, signature, value);
                }

                @Override
                public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                    return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, other(name), descriptor, signature, exceptions)) {
                        @Override
                        public void visitLdcInsn(Object value) {
                            super.visitLdcInsn(value instanceof String text ? other(text) : value);
                        }

                        @Override
                        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
                            super.visitFieldInsn(opcode, owner, other(field), descriptor);
                        }

                        @Override
                        public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                            super.visitMethodInsn(opcode, owner, other(called), type, isInterface);
                        }
                    };
                }

                private String other(String name) {
                    return name.startsWith(from) ? to + name.substring(from.length()) : name;
                }
            }, 0);
            Files.write(patched, writer.toByteArray());
        }
        return here.resolve("patched");
    }

    private String agent(Path here, String options) {
        return Fixtures.agent("engine=none,store=" + store + ",report=" + here.resolve("report") + options);
    }

    private static Command.Result java(int jdk, Path here, String... options) throws IOException {
        return run(here, List.of(Machine.jdk(jdk) + "/bin/java"), options);
    }

    private Command.Result archived(int jdk, Path here) throws IOException {
        return run(here, List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--archive", "auto", "--engine", "none",
                "--store", store.toString(), "--report", here.resolve("report").toString(), "--", Machine.jdk(jdk) + "/bin/java"));
    }

    /** The first run makes the archive. */
    private void withoutAnArchiveAndWithIt(int jdk, Path here, String plain, int leastGenerated) throws IOException {
        for (boolean there : new boolean[] {false, true}) {
            Command.Result result = archived(jdk, here);
            assertThat(result.out()).isEqualTo(plain);
            assertThat(result.err().contains(", class archive)")).isEqualTo(there);
            assertThat(generated(here)).isGreaterThanOrEqualTo(leastGenerated);
        }
    }

    private static Command.Result run(Path here, List<String> java, String... options) throws IOException {
        Fixtures.empty(here.resolve("report"));
        List<String> command = new ArrayList<>(List.of("env", "-C", here.toString()));
        command.addAll(java);
        command.addAll(List.of(options));
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-cp", here.resolve("says.jar").toString(), "Says"));
        Command.Result result = Command.run(command, Map.of(), 120);
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
        }
    }

    private static int generated(Path here) throws IOException {
        Matcher lambdas = Pattern.compile("\"lambdas\":(\\d+)").matcher(report(here));
        assertThat(lambdas.find()).isTrue();
        return Integer.parseInt(lambdas.group(1));
    }

    private static String report(Path here) throws IOException {
        try (Stream<Path> reports = Files.list(here.resolve("report"))) {
            return Files.readString(reports.findFirst().orElseThrow());
        }
    }

    private static String numberless(String names) {
        return names.replaceAll("Lambda\\$[0-9]+", "Lambda");
    }
}
