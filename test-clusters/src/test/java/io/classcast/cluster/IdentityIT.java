package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application sees the same URLs, code sources, signers, packages, bytes and orders with Classcast as without. */
class IdentityIT {
    @ParameterizedTest
    @CsvSource({"17,broadcast,jars", "17,app,jars", "17,broadcast,locations", "25,broadcast,jars", "25,app,jars",
        "25,broadcast,locations"})
    void everyNameOfARealClassPathLooksTheSame(int jdk, String loader, String mode) throws IOException {
        Path classes = Fixtures.workspace("identity" + jdk).resolve("clas ses");
        Fixtures.compile("plain", classes);
        Files.createDirectories(classes.resolve("a b"));
        Files.writeString(classes.resolve("a b/ä ö.txt"), "text");
        Files.createDirectories(classes.resolve("META-INF"));
        Files.writeString(classes.resolve("META-INF/MANIFEST.MF"), "Manifest-Version: 1.0\n");
        List<String> jars;
        try (Stream<Path> files = Files.list(Machine.home().resolve("apps/tika/target/lib"))) {
            // Signed, multi-release, plain: a slice of each, so that the dump stays below a minute.
            jars = files.map(Path::toString).filter(f -> f.matches(
                    ".*/(bcutil|bcpkix|jsoup|log4j-api|commons-logging|tika-core|slf4j-api|angus|jakarta|asm|xmpcore).*jar"))
                    .sorted().toList();
        }
        assertThat(jars).hasSizeGreaterThan(7);
        String classPath = classes + ":" + String.join(":", jars) + ":" + jars.get(0);
        Stream<String> command = Stream.concat(Stream.of("-cp", classPath, "Facts"), jars.stream());
        String[] plain = command.toArray(String[]::new);
        String[] served = Stream.concat(Stream.of(Fixtures.agent("loader=" + loader + ",mode=" + mode)), Stream.of(plain))
                .toArray(String[]::new);
        Command.Result expected = Fixtures.java(jdk, plain).orFail("plain");
        Command.Result actual = Fixtures.java(jdk, served).orFail("with Classcast");
        assertThat(expected.out().lines().count()).isGreaterThan(5000);
        assertThat(difference(expected.out(), actual.out())).isEmpty();
    }

    /** The first lines that differ: a whole dump would be unreadable. */
    private static List<String> difference(String expected, String actual) throws IOException {
        Path plain = Files.writeString(Fixtures.workspace("identity-plain.txt"), expected);
        Path served = Files.writeString(Fixtures.workspace("identity-served.txt"), actual);
        return Command.run(List.of("diff", plain.toString(), served.toString()), Map.of(), 60).out().lines().limit(20)
                .collect(Collectors.toList());
    }
}
