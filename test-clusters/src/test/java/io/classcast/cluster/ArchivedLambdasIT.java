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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lambdas of a class archive: those of the run that it was made of, which later JVMs need not generate. */
class ArchivedLambdasIT {
    /** Of each kind; so many that it is worth while to hand them out. */
    private static final int EACH = 40;
    private static final List<String> KINDS = List.of(
            "(IntFunction<String> & Serializable) i -> \"a%d\" + i",
            "(IntFunction<String> & Serializable) i -> \"b%d\" + i + n + l + d + s + b",
            "(IntFunction<String> & Serializable & Cloneable) i -> \"c%d\" + i + me.field",
            "(IntFunction<String>) i -> \"d%d\" + i + n",
            "(IntFunction<String> & Serializable) Helper::go",
            "(IntFunction<String> & Serializable) me::own",
            "(IntFunction<Object> & Serializable) StringBuilder::new",
            "(IntFunction<Object> & Serializable) long[]::new",
            "(IntFunction<Object> & Serializable) s::charAt",
            "new Says() { IntFunction<String> get() { return (IntFunction<String> & Serializable) super::own; } }.get()",
            "(IntFunction<Object>) (Both<String> & Serializable) i -> \"e%d\" + i",
            "(IntFunction<String>) i -> { throw new IllegalStateException(\"f%d\"); }");
    private static final String PROGRAM = """
            import java.io.*;
            import java.util.*;
            import java.util.function.*;
            public class Says implements Serializable {
                %2$s
                interface Both<T extends CharSequence> extends IntFunction<Object> { T apply(int i); }
                String field = "me";
                String own(int i) { return "own" + i; }
                static void say(Object what) throws Exception {
                    Class<?> type = what.getClass();
                    List<String> members = new ArrayList<>();
                    for (Object[] all : new Object[][] {type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors(), type.getInterfaces()}) {
                        for (Object member : all) { members.add(String.valueOf(member)); }
                    }
                    Collections.sort(members);
                    System.out.println((type.getName() + members + Integer.toHexString(type.getModifiers())).replaceAll("(?<=Lambda)[/$0-9a-fx]*", "")
                            + type.isHidden() + type.isSynthetic() + (type.getNestHost() == Says.class) + (type.getClassLoader() == Says.class.getClassLoader())
                            + (type.getProtectionDomain() == Says.class.getProtectionDomain()) + type.getPackageName() + type.getSimpleName().replaceAll("[/0-9].*", ""));
                    call(what);
                    if (what instanceof Serializable) {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        new ObjectOutputStream(bytes).writeObject(what);
                        call(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject());
                    }
                }
                static void call(Object what) {
                    try {
                        Object result = ((IntFunction<?>) what).apply(2);
                        System.out.println(result instanceof long[] a ? "array of " + a.length : result.toString());
                    } catch (RuntimeException e) {
                        System.out.println(e + " at " + Arrays.toString(e.getStackTrace()));
                    }
                }
                public static void main(String[] args) throws Exception {
                    int n = args.length; long l = 3; double d = 1.5; String s = "string"; boolean b = n == 0; Says me = new Says();
                    %1$s
                }
            }
            """;
    private static final String STATIC = "%s Helper { static String go(int i) { return \"%s\" + i; } }";

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
    void theyAreWhatTheJdkWouldGenerate(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas" + jdk));
        makeProgram(here, "class");
        String plain = plain(jdk, here);
        assertThat(plain).contains("string", "IllegalStateException: f39 at [Says.lambda$main$", "array of 2", "own2", "e39");
        // Who reads one back that is serializable makes another one.
        int all = KINDS.size() * EACH;
        for (int[] range : new int[][] {{0, 0}, {all, 2 * all}}) {
            Command.Result result = archived(jdk, here);
            assertThat(result.out()).isEqualTo(plain);
            assertThat(hits(here)).isBetween(range[0], range[1]);
            assertThat(result.err().contains(", class archive)")).isEqualTo(range[0] > 0);
        }
        // Who wants to see the JDK's class files sees them. From JDK 21 on they go to a directory of this name in the working directory.
        Path dumped = Fixtures.empty(here.resolve("DUMP_LAMBDA_PROXY_CLASS_FILES"));
        Command.Result dump = archived(jdk, here, jdk < 21 ? "-Djdk.internal.lambda.dumpProxyClasses=" + dumped : "-Djdk.invoke.LambdaMetafactory.dumpProxyClassFiles=true");
        assertThat(dump.out()).isEqualTo(plain);
        try (Stream<Path> files = Files.walk(dumped)) {
            assertThat(files.filter(f -> f.toString().contains("Says$$Lambda"))).hasSizeGreaterThanOrEqualTo(all);
        }
        assertThat(hits(here)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theClassFilesOfAJarThatHasChangedSinceAreTheNewOnes(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("lambdas-changed" + jdk));
        makeProgram(here, "interface");
        archived(jdk, here);
        archived(jdk, here);
        int before = hits(here);
        // All names are the same; but what calls a static method of an interface cannot call that of a class (JVMS 5.4.3.3).
        makeProgram(here, "class");
        assertThat(archived(jdk, here).out()).isEqualTo(plain(jdk, here)).contains("class2");
        assertThat(hits(here)).isPositive().isLessThan(before);
    }

    private static void makeProgram(Path here, String kind) throws IOException {
        StringBuilder statements = new StringBuilder();
        for (int i = 0; i < EACH; i++) {
            for (String lambda : KINDS) {
                statements.append("say(").append(lambda.replace("%d", String.valueOf(i))).append(");\n");
            }
        }
        Path source = Files.writeString(here.resolve("Says.java"), PROGRAM.formatted(statements, STATIC.formatted(kind, kind)));
        Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-d", here.toString(), source.toString()), Map.of(), 60).orFail("javac");
        List<String> jar = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", here.resolve("says.jar").toString()));
        try (Stream<Path> classes = Files.list(here)) {
            classes.filter(f -> f.toString().endsWith(".class")).forEach(f -> jar.addAll(List.of("-C", here.toString(), f.getFileName().toString())));
        }
        Command.run(jar, Map.of(), 60).orFail("jar");
    }

    private static String plain(int jdk, Path here) {
        Command.Result result = Command.run(List.of(Machine.jdk(jdk) + "/bin/java", "-cp", here.resolve("says.jar").toString(), "Says"), Map.of(), 60);
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out();
    }

    private Command.Result archived(int jdk, Path here, String... options) throws IOException {
        Fixtures.empty(here.resolve("report"));
        List<String> command = new ArrayList<>(List.of("env", "-C", here.toString(), Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--archive", "auto", "--engine", "none",
                "--store", store.toString(), "--report", here.resolve("report").toString(), "--", Machine.jdk(jdk) + "/bin/java"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", here.resolve("says.jar").toString(), "Says"));
        Command.Result result = Command.run(command, Map.of(), 120);
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    private static int hits(Path here) throws IOException {
        try (Stream<Path> reports = Files.list(here.resolve("report"))) {
            Matcher hits = Pattern.compile("\"lambdaHits\":(\\d+)").matcher(Files.readString(reports.findFirst().orElseThrow()));
            assertThat(hits.find()).isTrue();
            return Integer.parseInt(hits.group(1));
        }
    }
}
