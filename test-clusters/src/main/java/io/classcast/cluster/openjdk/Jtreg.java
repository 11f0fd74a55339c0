package io.classcast.cluster.openjdk;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs tests by jtreg, each in a JVM of its own.
 */
final class Jtreg {
    private static final Pattern LISTED = Pattern.compile("[^\\s:]+\\.(java|sh|html)(#\\S+)?");
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(Passed|Failed|Error)\\. ?(.*)");
    /** jtreg's exit codes above it: the arguments or jtreg itself are broken. */
    private static final int TESTS_FAILED = 4;
    private static final int SECONDS_EACH = 600;
    private static final Pattern OTHERS = Pattern.compile("(?:did not [a-z ]+|excluded|ignored): (\\d+)");

    private final TestSources sources;
    private final Starter starter;
    private final Path home;
    private final int concurrency;
    private final Path empty;

    /**
     * Prepares runs.
     *
     * @param sources of the tests
     * @param starter of their JVMs
     * @param home directory that takes what tests write
     * @param concurrency tests at once
     */
    Jtreg(TestSources sources, Starter starter, Path home, int concurrency) throws IOException {
        this.sources = sources;
        this.starter = starter;
        this.home = home;
        this.concurrency = concurrency;
        empty = Files.createDirectories(home.resolve("empty"));
    }

    /** The tests of each group. */
    Map<TestGroup, List<String>> tests(List<TestGroup> groups) {
        List<String> arguments = new ArrayList<>(List.of("-l", "-w:" + home.resolve("work")));
        groups.forEach(group -> arguments.addAll(sources.paths(group)));
        Command.Result result = jtreg(Way.PLAIN, arguments, SECONDS_EACH).orFail("jtreg -l");
        List<String> tests = result.out().lines().filter(l -> LISTED.matcher(l).matches()).toList();
        Map<TestGroup, List<String>> all = new LinkedHashMap<>();
        for (TestGroup group : groups) {
            List<String> paths = sources.paths(group);
            all.put(group, tests.stream().filter(test -> paths.stream().anyMatch(path -> test.equals(path)
                    || test.startsWith(path + "/") || test.startsWith(path + "#"))).toList());
            if (all.get(group).isEmpty()) {
                throw new IllegalStateException("jtreg finds no test of " + group.name() + " in " + sources.tests());
            }
        }
        return all;
    }

    /**
     * Runs tests.
     *
     * @param way how
     * @param tests as jtreg names them
     * @return what came of each of them
     */
    List<TestResult> run(Way way, List<String> tests) throws IOException {
        Path report = home.resolve("report");
        Path summary = report.resolve("text/summary.txt");
        // Tests of one directory have classes of the same names: what an earlier run compiled may be another test's.
        Command.run(List.of("rm", "-rf", report.toString(), home.resolve("work").toString()), Map.of(), SECONDS_EACH)
                .orFail("removing " + home.resolve("work"));
        List<String> arguments = new ArrayList<>(List.of("-othervm", "-a", "-ignore:quiet", "-retain:fail,error",
                "-timeoutFactor:4", "-javacoption:-J-XX:TieredStopAtLevel=1", "-conc:" + concurrency,
                "-w:" + home.resolve("work"), "-r:" + report));
        starter.options(way).forEach(option -> arguments.add("-vmoption:" + option));
        arguments.addAll(tests);
        Command.Result result = jtreg(way, arguments, SECONDS_EACH * (tests.size() + 1));
        Map<String, TestResult> found = results(way, Files.exists(summary) ? Files.readAllLines(summary) : List.of());
        List<String> absent = tests.stream().filter(test -> !found.containsKey(test)).toList();
        if (result.exit() > TESTS_FAILED || absent.size() > others(result.out())) {
            throw new IllegalStateException("jtreg, " + way + ", exit code " + result.exit() + ", has no result of "
                    + absent + "\n" + result.out() + result.err());
        }
        absent.forEach(test -> found.put(test, new TestResult(test, way, TestResult.Status.NOT_HERE, "")));
        for (TestResult failed : found.values()) {
            keep(failed);
        }
        return tests.stream().map(found::get).toList();
    }

    /** What jtreg's summary.txt says. */
    static Map<String, TestResult> results(Way way, List<String> summary) {
        Map<String, TestResult> found = new LinkedHashMap<>();
        for (String line : summary) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                TestResult.Status status = TestResult.Status.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
                found.put(matcher.group(1), new TestResult(matcher.group(1), way, status, matcher.group(3)));
            }
        }
        return found;
    }

    /** How many tests jtreg left out: they ask for other machines, other JVMs, or somebody who watches. */
    static int others(String out) {
        return out.lines().filter(l -> l.startsWith("Test results: "))
                .flatMap(l -> OTHERS.matcher(l).results()).mapToInt(found -> Integer.parseInt(found.group(1))).sum();
    }

    /** What jtreg noted of a test that did not pass, for whoever looks for the reason. */
    private void keep(TestResult result) throws IOException {
        if (result.status() == TestResult.Status.FAILED || result.status() == TestResult.Status.ERROR) {
            String name = result.test().replaceFirst("\\.(java|sh|html)", "").replace('#', '_') + ".jtr";
            Path noted = home.resolve("work").resolve(name);
            Path kept = home.resolve("details").resolve(result.way().name()).resolve(name);
            Files.createDirectories(kept.getParent());
            if (Files.exists(noted)) {
                Files.write(kept, Files.readAllBytes(noted));
            }
        }
    }

    private Command.Result jtreg(Way way, List<String> arguments, int seconds) {
        // jtreg asks the JDK itself, too; such a JVM has the working directory on its class path.
        List<String> command = new ArrayList<>(List.of("env", "-C", empty.toString(),
                System.getProperty("java.home") + "/bin/java", "-cp", sources.jtreg() + "/*",
                "com.sun.javatest.regtest.Main", "-dir:" + sources.tests(), "-jdk:" + starter.jdk(way)));
        command.addAll(arguments);
        return Command.run(command, Map.of("LC_ALL", "C.UTF-8"), seconds);
    }
}
