package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** String concatenations, which the agent links in its own way up to JDK 23. */
class ConcatIT {
    private static final int JDK_WITH_TREES = 17;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theyGiveTheSameStringsOrdersAndErrors(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("concat" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Command.Result plain = joins(jdk, here, "plain", "-Dnothing");
        assertThat(plain.out()).contains("wrong 0, failures []", "asked in the order 12null1\n", "stack overflow\n", "OutOfMemoryError: Overflow", "StringConcatException: Too many concat argument slots")
                .doesNotContain("not refused");
        Command.Result ours = joins(jdk, here, "ours", Fixtures.agent("engine=none,verbose"));
        assertThat(ours.out()).isEqualTo(plain.out());
        assertThat(ours.err()).doesNotContain("string concatenations");
        Command.Result jdks = joins(jdk, here, "jdks", Fixtures.agent("engine=none,linking=jdk"));
        assertThat(jdks.out()).isEqualTo(plain.out());
        // The JDK gives its own this name from 24 on; then they are the JDK's in each run.
        if (jdk == JDK_WITH_TREES) {
            assertThat(classes(here, "jdks", "java.lang.String$$StringConcat/0x")).isZero();
            assertThat(classes(here, "ours", "java.lang.String$$StringConcat/0x")).isPositive();
            assertThat(classes(here, "ours", "LambdaForm$")).isLessThan(classes(here, "jdks", "LambdaForm$") * 2 / 3);
        }
    }

    private static Command.Result joins(int jdk, Path here, String name, String option) {
        Command.Result result = Fixtures.java(jdk, "-Xmx2g", "-Xlog:class+load:file=" + here.resolve(name + ".log") + "::filecount=0", option,
                "-cp", here.resolve("classes").toString(), "Joins");
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    private static long classes(Path here, String name, String part) throws IOException {
        try (var lines = Files.lines(here.resolve(name + ".log"))) {
            return lines.filter(l -> l.contains(part)).count();
        }
    }
}
