package io.classcast.cluster.openjdk;

import io.classcast.cluster.Machine;
import io.classcast.cluster.PageSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test-clusters/openjdk.sh}: runs OpenJDK's own tests, and writes what came of them. */
@Command(name = "openjdk.sh", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs OpenJDK's tests of loaders, jars, URLs, lambdas and the like: plain, with an empty agent, with Classcast.",
    "Tests and jtreg come from Debian's archive, and stay in test-clusters/target/openjdk; so do the details of each"
        + " test that fails. Writes the section of docs/compatibility.md about this JDK: all groups that are complete.",
    "Exit code 1 if a test differs that has to be equal, 2 if the tests could not be run."})
public final class OpenJdkCommand implements Callable<Integer> {
    @Option(names = "--jdk", paramLabel = "N", defaultValue = "17",
            description = "Java version (default ${DEFAULT-VALUE}): that of JDK_HOME_N, else beside the running one")
    private int jdk;
    @Option(names = "--groups", split = ",", paramLabel = "NAME", description = "groups of tests; else all")
    private List<String> groups;
    @Option(names = "--tests", split = ",", paramLabel = "FILE", description = "only these tests of the groups, again")
    private List<String> only;
    @Option(names = "--minutes", paramLabel = "N", description = "start no test after so many minutes")
    private int minutes = Integer.MAX_VALUE;
    @Option(names = "--resume", description = "leave out what is known already; all tests of a JDK take hours")
    private boolean resume;
    @Option(names = "--again", description = "with --resume: run what differed before once more")
    private boolean again;
    @Option(names = "--concurrency", paramLabel = "N", defaultValue = "2",
            description = "tests at once (default ${DEFAULT-VALUE})")
    private int concurrency;
    @Option(names = "--list", description = "only print the groups and their tests")
    private boolean list;

    /** Tests of one run of jtreg: few enough to keep the time, many enough to start it seldom. */
    private static final int AT_ONCE = 15;

    /**
     * Runs the tests.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        CommandLine.IExecutionExceptionHandler handler = (e, line, parsed) -> {
            System.err.println("openjdk: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return 2;
        };
        System.exit(new CommandLine(new OpenJdkCommand()).setExecutionExceptionHandler(handler).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        long begun = System.nanoTime();
        Path target = Machine.home().resolve("target/openjdk");
        TestSources sources = TestSources.of(target, jdk);
        Path home = target.resolve("jdk-" + jdk);
        Starter starter = new Starter(home, Machine.jdk(jdk));
        Jtreg jtreg = new Jtreg(sources, starter, home, concurrency);
        Map<TestGroup, List<String>> tests = jtreg.tests(TestGroup.all());
        List<TestGroup> chosen = groups == null ? TestGroup.all() : groups.stream().map(TestGroup::named).toList();
        if (list) {
            chosen.forEach(group -> System.out.println(group.name() + ": " + String.join(" ", tests.get(group))));
            return 0;
        }
        starter.probe();
        TestLog log = new TestLog(home.resolve("results.tsv"), resume || only != null);
        OpenJdkTable table = new OpenJdkTable(tests, log);
        for (TestGroup group : chosen) {
            List<String> left = tests.get(group).stream().filter(test -> only == null || only.contains(test))
                    .filter(test -> only != null || !log.complete(test) || again && table.isOpen(test)).toList();
            for (int i = 0; i < left.size(); i += AT_ONCE) {
                if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(minutes)) {
                    break;
                }
                run(jtreg, log, left.subList(i, Math.min(left.size(), i + AT_ONCE)));
                System.out.println(group.name() + ": " + Math.min(left.size(), i + AT_ONCE) + " of " + left.size());
            }
        }
        return write(sources, starter, tests, table, log);
    }

    private int write(TestSources sources, Starter starter, Map<TestGroup, List<String>> tests, OpenJdkTable table,
            TestLog log) throws IOException {
        List<String> all = tests.values().stream().flatMap(List::stream).distinct().toList();
        System.out.println(all.stream().filter(log::complete).count() + " of " + all.size() + " tests are known");
        table.open().forEach(test -> System.out.println("NOT EQUAL " + table.difference(test)));
        if (tests.values().stream().anyMatch(group -> group.stream().allMatch(log::complete))) {
            Path page = Machine.home().resolveSibling("docs/compatibility.md");
            PageSection.write(page, "openjdk-" + jdk, "# Compatibility\n\n",
                    table.section("test-clusters/openjdk.sh --jdk " + jdk, starter.version(), sources.version()));
            System.out.println("table: " + page);
        }
        return table.open().isEmpty() ? 0 : 1;
    }

    /** All ways of some tests; what fails without Classcast says nothing about it. */
    private void run(Jtreg jtreg, TestLog log, List<String> tests) throws IOException {
        for (Way way : Way.values()) {
            List<String> now = tests.stream()
                    .filter(test -> Way.BASE.contains(way) ? passedBefore(log, test, way) : log.compares(test))
                    .filter(test -> only != null || again || log.of(test, way) == null).toList();
            if (!now.isEmpty()) {
                List<TestResult> results = new ArrayList<>(jtreg.run(way, now));
                log.add(results);
                // Some tests fail now and then, and more do where others use the processors: the second time counts.
                List<String> failed = results.stream().filter(r -> r.status() == TestResult.Status.FAILED)
                        .map(TestResult::test).toList();
                if (!failed.isEmpty()) {
                    log.add(jtreg.run(way, failed));
                }
            }
        }
    }

    private static boolean passedBefore(TestLog log, String test, Way way) {
        return way == Way.PLAIN || log.of(test, Way.PLAIN) != null && log.of(test, Way.PLAIN).passed();
    }
}
