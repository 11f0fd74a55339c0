package io.classcast.cluster.openjdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of jtreg's results. */
class OpenJdkTableTest {
    private static final TestGroup GROUP = TestGroup.named("packages");
    @TempDir
    Path here;
    private TestLog log;

    @BeforeEach
    void open() throws IOException {
        log = new TestLog(here.resolve("log"), true);
    }

    private void all(String test, TestResult.Status... statuses) throws IOException {
        List<TestResult> results = new ArrayList<>();
        for (int i = 0; i < statuses.length; i++) {
            results.add(new TestResult(test, Way.values()[i], statuses[i], "what\tit said of " + Way.values()[i]));
        }
        log.add(results);
    }

    private OpenJdkTable table(String... tests) {
        return new OpenJdkTable(new LinkedHashMap<>(Map.of(GROUP, List.of(tests))), log);
    }

    private static TestResult.Status[] times(int count, TestResult.Status status) {
        TestResult.Status[] all = new TestResult.Status[count];
        Arrays.fill(all, status);
        return all;
    }

    @Test
    void aGroupIsEqualIfAllItsTestsPassInEachWay() throws IOException {
        all("a/A.java", times(5, TestResult.Status.PASSED));
        String section = table("a/A.java").section("it.sh", "17.0.1", "17.0.2");
        assertThat(section).contains("| packages | 1 | 1 | 1 | equal | equal | equal |", "1 of them comparable, 0 not equal.");
    }

    @Test
    void aTestThatFailsWithClasscastAloneIsNamedWithItsWays() throws IOException {
        all("a/A.java", TestResult.Status.PASSED, TestResult.Status.PASSED, TestResult.Status.PASSED,
                TestResult.Status.FAILED, TestResult.Status.ERROR);
        OpenJdkTable table = table("a/A.java");
        assertThat(table.open()).containsExactly("a/A.java");
        assertThat(table.section("it.sh", "17.0.1", "17.0.2"))
                .contains("| equal | **1 not equal** | **1 not equal** |", "`a/A.java` (broadcast, run): what it said of broadcast");
    }

    @Test
    void aTestThatFailsWithoutClasscastIsMarkedAndNotRunWithIt() throws IOException {
        all("a/A.java", TestResult.Status.FAILED);
        all("a/B.java", TestResult.Status.PASSED, TestResult.Status.FAILED);
        all("a/C.java", TestResult.Status.ERROR);
        assertThat(List.of("a/A.java", "a/B.java", "a/C.java")).allMatch(log::complete).noneMatch(log::compares);
        assertThat(table("a/A.java", "a/B.java", "a/C.java").section("it.sh", "17.0.1", "17.0.2"))
                .contains("| packages | 3 | 1 | 0 |", "with any agent:\n\n- `a/B.java`", "fail plainly:\n\n- `a/A.java`", "1 cannot be run");
    }

    @Test
    void aGroupOfWhichATestIsNotKnownHasNoRow() throws IOException {
        all("a/A.java", times(4, TestResult.Status.PASSED));
        assertThat(table("a/A.java").section("it.sh", "17.0.1", "17.0.2")).contains("not run yet: packages").doesNotContain("| packages");
    }

    @Test
    void theLastResultCountsAndALineThatWasCutOffDoesNot() throws IOException {
        all("a/A.java", TestResult.Status.FAILED);
        all("a/A.java", TestResult.Status.PASSED);
        Files.writeString(here.resolve("log"), "EMPTY_AGENT\tPASSED\ta/A.java\twha", StandardOpenOption.APPEND);
        TestLog again = new TestLog(here.resolve("log"), true);
        assertThat(again.of("a/A.java", Way.PLAIN).passed()).isTrue();
        assertThat(again.of("a/A.java", Way.PLAIN).message()).isEqualTo("what it said of plain");
        assertThat(again.of("a/A.java", Way.EMPTY_AGENT)).isNull();
    }

    @Test
    void summariesOfJtregAreRead() {
        Map<String, TestResult> found = Jtreg.results(Way.APP, List.of("java/lang/A.java      Passed. Execution successful",
                "java/lang/B.java#id1  Failed. Execution failed: `main' threw exception: java.lang.Error: x  y",
                "java/lang/C.sh        Error. Use -nativepath to specify the location of native code", "", "anything else"));
        assertThat(found.values()).extracting(TestResult::status).containsExactly(TestResult.Status.PASSED,
                TestResult.Status.FAILED, TestResult.Status.ERROR);
        assertThat(found).containsKey("java/lang/B.java#id1");
        assertThat(Jtreg.others("Test results: passed: 3; did not match keywords: 1; did not meet platform requirements: 6\n"))
                .isEqualTo(7);
        assertThat(Jtreg.others("Test results: passed: 3")).isZero();
    }
}
