package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program, or an agent that comes later, could see of us: threads, their numbers, lambdas that are not the JDK's. */
class TracesIT {
    private static final int LAMBDAS = 60;

    @ParameterizedTest
    @CsvSource({"17, app", "17, broadcast", "25, app", "25, broadcast"})
    void aProgramCountsItsOwnThreadsAlone(int jdk, String loader) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("traces-threads" + jdk + loader));
        compile(here, "Counted", Files.readString(source("Counted")));
        String classes = here.resolve("classes").toString();
        Path store = Files.createDirectories(here.resolve("store"));
        Command.Result plain = Fixtures.java(jdk, "-cp", classes, "Counted");
        assertThat(plain.out()).startsWith("1 1 ").contains("Thread-0 ");
        for (String way : new String[] {"first", "kept"}) {
            Command.Result ours = Fixtures.java(jdk, Fixtures.agent("engine=none,keep=5,loader=" + loader + ",store=" + store), "-cp", classes, "Counted");
            assertThat(ours.err()).as(way).contains("served to 1 rank").hasLineCount(1);
            assertThat(ours.out()).as(way).isEqualTo(plain.out());
            assertThat(ours.exit()).isZero();
        }
    }

    @ParameterizedTest
    // Byte Buddy 1.18 cannot install its strategy on JDK 25.
    @CsvSource({"17, strategy", "17, retransform", "25, retransform"})
    void anAgentThatComesLaterSeesEveryLambda(int jdk, String how) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("traces-agent" + jdk + how));
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < LAMBDAS; i++) {
            before.append("all.add(() -> \"b").append(i).append(" \" + all.size());\n");
            after.append("all.add(() -> \"a").append(i).append(" \" + all.size());\n");
        }
        String text = Files.readString(source("Watched")).replace("// BEFORE", before).replace("// AFTER", after);
        compile(here, "Watched", text);
        Path agent = Fixtures.agentJar(here, "Agent-Class: Watched\nCan-Redefine-Classes: true\nCan-Retransform-Classes: true\n", "Watched.class");
        String[] program = {"-Djdk.attach.allowAttachSelf=true", "-Dnet.bytebuddy.experimental=true", "-XX:+EnableDynamicAgentLoading", "-cp",
            here.resolve("classes") + ":" + byteBuddy(), "Watched", agent.toString(), how};
        Command.Result plain = Fixtures.java(jdk, program);
        assertThat(plain.exit()).as(plain.err()).isZero();
        assertThat(plain.out()).contains("a0 " + 2 * LAMBDAS, how.equals("strategy") ? "seen " + LAMBDAS : "seen 0");
        List<String> ours = new ArrayList<>(List.of(Fixtures.agent("engine=none,report=" + here.resolve("report"))));
        ours.addAll(List.of(program));
        Command.Result served = Fixtures.java(jdk, ours.toArray(new String[0]));
        assertThat(served.out()).isEqualTo(plain.out());
        String report = report(here);
        assertThat(report).contains("\"linking\":\"off: java.lang.invoke." + (how.equals("strategy") ? "LambdaMetafactory" : "InnerClassLambdaMetafactory")
                + " was redefined by an agent\"");
        assertThat(report).as("those before it are ours").doesNotContain("\"lambdas\":0,");
    }

    /** Nothing is done because some time has passed: what is loaded is the same in a program that waits. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void noLambdaOfTheJdkIsMadeBeforeMainToOpenIt(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("traces-loaded" + jdk));
        compile(here, "Counted", Files.readString(source("Counted")));
        Path log = here.resolve("log");
        Command.Result ours = Fixtures.java(jdk, "-Xlog:class+load:file=" + log + "::filecount=0", "-Xverify:all", Fixtures.agent("engine=none"), "-cp",
                here.resolve("classes").toString(), "Counted");
        assertThat(ours.err()).contains("served to 1 rank");
        try (Stream<String> lines = Files.lines(log)) {
            assertThat(lines.filter(line -> line.contains("sun.instrument.InstrumentationImpl$$Lambda"))).isEmpty();
        }
    }

    /** With an agent in a variable the JDK's image is read, which must not be in the midst of its own opening. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theProgramsFirstFileMayBeTheJdksOwn(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("traces-first" + jdk));
        compile(here, "ReadsTheImage", Files.readString(source("ReadsTheImage")));
        String classes = here.resolve("classes").toString();
        Command.Result ours = Command.run(List.of(Machine.jdk(jdk) + "/bin/java", "-cp", classes, "ReadsTheImage", classes + "/ReadsTheImage.class"),
                Map.of("JAVA_TOOL_OPTIONS", Fixtures.agent("engine=none")), 60);
        assertThat(ours.out()).as(ours.err()).isEqualTo("false\ntrue\n");
        assertThat(ours.err().lines().filter(line -> line.startsWith("classcast: "))).singleElement().asString().contains("served to 1 rank");
    }

    private static Path source(String name) {
        return Machine.home().resolve("src/test/fixtures/traces/" + name + ".java");
    }

    private static void compile(Path here, String name, String text) throws IOException {
        Path file = Files.writeString(here.resolve(name + ".java"), text);
        Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-nowarn", "-proc:none", "-cp", byteBuddy(), "-d", here.resolve("classes").toString(), file.toString()),
                Map.of(), 60).orFail("javac");
    }

    /** Of AssertJ. */
    private static String byteBuddy() {
        return Path.of(java.net.URI.create(ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }

    private static String report(Path here) throws IOException {
        try (Stream<Path> reports = Files.list(here.resolve("report"))) {
            return Files.readString(reports.findFirst().orElseThrow());
        }
    }
}
