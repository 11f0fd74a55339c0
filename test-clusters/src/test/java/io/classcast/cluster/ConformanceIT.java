package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A plain {@link java.net.URLClassLoader} and the application class loader with Classcast give the same answers, and throw the
 * same exceptions, whatever they are asked. {@code -Dclasscast.seed=N} asks other questions,
 * {@code -Dclasscast.questions=N} more or fewer.
 */
class ConformanceIT {
    private static final long SEED = Long.getLong("classcast.seed", 1);

    @ParameterizedTest
    @CsvSource({"17,app,jars,100000", "25,app,jars,100000", "17,broadcast,jars,4000", "25,broadcast,jars,4000", "17,app,locations,4000", "25,app,locations,4000", "25,broadcast,locations,4000"})
    void theAnswersAreThoseOfAPlainClassLoader(int jdk, String loader, String mode, int usual) throws IOException {
        int count = Integer.getInteger("classcast.questions", usual);
        Path here = Fixtures.empty(Fixtures.workspace("conformance" + jdk + loader + mode));
        Path program = here.resolve("program");
        Application.compile(Machine.home().resolve("src/test/fixtures/questions"), List.of(), program);
        List<Path> classPath = new ArrayList<>(OddJars.make(Files.createDirectories(here.resolve("odd"))));
        classPath.addAll(realJars());
        Path questions = Files.write(here.resolve("questions"), RandomQuestions.about(classPath, count, SEED));
        classPath.add(0, program);
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(":"));
        Path plain = here.resolve("plain");
        Path served = here.resolve("served");
        ask(jdk, List.of(), path, "url", questions, plain);
        ask(jdk, List.of(Fixtures.agent("engine=none,loader=" + loader + ",mode=" + mode)), path, "app", questions, served);
        assertThat(plain).isRegularFile();
        // A URLClassLoader says "loaded" where the application class loader of the JDK, which is the one to be like, says "defined".
        List<String> expected = Files.readAllLines(plain).stream().map(line -> line.replaceFirst("(can't seal package .*: already )loaded", "$1defined")).toList();
        List<String> actual = Files.readAllLines(served);
        assertThat(expected.size()).isEqualTo(count);
        assertThat(actual.size()).isEqualTo(count);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                differences.add("plain:  " + expected.get(i) + "\nserved: " + actual.get(i).substring(actual.get(i).indexOf(" => ")));
            }
        }
        Files.write(here.resolve("differences"), differences);
        assertThat(String.join("\n", differences.subList(0, Math.min(10, differences.size())))).as("%d of %d answers, -Dclasscast.seed=%d", differences.size(), count, SEED).isEmpty();
        // Questions that have an answer, and those that have none.
        assertThat(expected.stream().filter(line -> line.endsWith("=> null") || line.endsWith("=> ") || line.contains("=> java.lang.ClassNotFoundException")).count()).isBetween(count / 10L, count * 8L / 10);
    }

    /** Some of each kind: signed, multi-release, plain. */
    private static List<Path> realJars() throws IOException {
        try (Stream<Path> files = Files.list(Machine.home().resolve("apps/tika/target/lib"))) {
            List<Path> jars = files.filter(f -> f.toString().matches(".*/(bcutil|jsoup|log4j-api|commons-logging|tika-core|slf4j-api|angus|jakarta|asm|xmpcore).*jar")).sorted().toList();
            assertThat(jars).hasSizeGreaterThan(5);
            return jars;
        }
    }

    private static void ask(int jdk, List<String> options, String classPath, String loader, Path questions, Path answers) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(jdk) + "/bin/java"));
        command.addAll(options);
        command.addAll(List.of("--add-exports=java.base/sun.net.www=ALL-UNNAMED", "-cp", classPath, "Questions", loader, questions.toString(), answers.toString()));
        Command.run(command, Map.of("LC_ALL", "C.UTF-8"), 120).orFail("questions");
    }
}
