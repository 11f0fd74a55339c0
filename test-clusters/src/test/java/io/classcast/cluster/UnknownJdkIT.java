package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JDKs of later years: what we need is another one there, by {@code --patch-module}. {@code -Dclasscast.jdks=21,27} runs it with others. */
@Tag("measuring")
class UnknownJdkIT {
    static IntStream jdks() {
        return Arrays.stream(System.getProperty("classcast.jdks", "17,25").split(",")).mapToInt(Integer::parseInt);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whereAllPrivateFieldsHaveOtherNamesTheClassPathIsServedAndThereIsNothingToTell(int jdk) throws IOException {
        Unknown unknown = new Unknown(jdk, PatchedJdk.Change.FIELDS);
        for (Command.Result served : List.of(unknown.agent(""), unknown.run())) {
            assertThat(ours(served)).singleElement().asString().contains("served to 1 rank");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whereNothingCanStandInForTheSearchPathItIsChangedAndOneLineSaysWhatIsSlower(int jdk) throws IOException {
        Map<PatchedJdk.Change, String> changes = Map.of(PatchedJdk.Change.MORE_METHODS, "has a method that is not known: isEmpty",
                PatchedJdk.Change.FINAL_METHODS, "has a method that cannot be overridden: findResources",
                PatchedJdk.Change.TWO_PARENTS, "jdk.internal.loader.BuiltinClassLoader.parent is not there");
        for (Map.Entry<PatchedJdk.Change, String> change : changes.entrySet()) {
            Unknown unknown = new Unknown(jdk, change.getKey());
            for (Command.Result served : List.of(unknown.agent(""), unknown.run())) {
                assertThat(ours(served)).as(change.getKey().name()).hasSize(2)
                        .anyMatch(l -> l.contains("classes of the JDK take a little longer to load") && l.contains(change.getValue()))
                        .anyMatch(l -> l.contains("served to 1 rank"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whereNothingCanStandInForTheSearchPathNoOtherLoaderTakesThePlaceOfTheSystemClassLoader(int jdk) throws IOException {
        assertThat(ours(new Unknown(jdk, PatchedJdk.Change.MORE_METHODS).agent(",loader=broadcast,verbose")))
                .anyMatch(l -> l.contains("served to 1 rank")).anyMatch(l -> l.contains("loader=app: this JDK ("));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutADoorForClassesTheProgramRunsAsWithoutUsAndOneLineSaysWhy(int jdk) throws IOException {
        Unknown unknown = new Unknown(jdk, PatchedJdk.Change.OTHER_METHODS);
        Command.Result result = unknown.java(unknown.agentOption(""));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("Shows.class");
        assertThat(ours(result)).singleElement().asString().contains("is not known to this version of Classcast",
                "jdk.internal.loader.URLClassPath has other lookups", "as without Classcast");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutADoorForFilesTheClassPathIsServedAndOneLineSaysWhatIsMissing(int jdk) throws IOException {
        assertThat(ours(new Unknown(jdk, "java/io/RandomAccessFile", "open").agent(""))).hasSize(2)
                .anyMatch(l -> l.contains("java.io.RandomAccessFile.open(Ljava/lang/String;I)V is not there in this version"))
                .anyMatch(l -> l.contains("served to 1 rank"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutADoorForChangesTheClassPathIsServedAndOneLineSaysWhatIsMissing(int jdk) throws IOException {
        assertThat(ours(new Unknown(jdk, "sun/nio/fs/UnixNativeDispatcher", "renameat").agent(""))).hasSize(2)
                .anyMatch(l -> l.contains("sun.nio.fs.UnixNativeDispatcher.renameat(I[BI[B)V is not there in this version"))
                .anyMatch(l -> l.contains("served to 1 rank"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutThePlaceOfTheSystemClassLoaderTheJdksOwnDefinesTheClasses(int jdk) throws IOException {
        assertThat(ours(new Unknown(jdk, "java/lang/ClassLoader", "scl").agent(",loader=broadcast,verbose")))
                .anyMatch(l -> l.contains("served to 1 rank"))
                .anyMatch(l -> l.contains("loader=app: this JDK (") && l.contains("takes no other system class loader")
                        && l.contains("java.lang.ClassLoader.scl"));
    }

    private static List<String> ours(Command.Result result) {
        return result.err().lines().filter(l -> l.startsWith("classcast: ")).toList();
    }

    /** Such a JDK, and what a program prints there without us. */
    private static final class Unknown {
        private final Path java;
        private final Path here;
        private final Path patched;
        private final Command.Result plain;

        Unknown(int jdk, PatchedJdk.Change change) throws IOException {
            this(jdk, change.name(), directory -> PatchedJdk.write(Machine.jdk(jdk), change, directory));
        }

        /** One member of a class is another one. */
        Unknown(int jdk, String type, String member) throws IOException {
            this(jdk, member, directory -> PatchedJdk.writeWithout(Machine.jdk(jdk), type, member, directory));
        }

        private Unknown(int jdk, String name, Patching patching) throws IOException {
            java = Machine.jdk(jdk).resolve("bin/java");
            here = Fixtures.empty(Fixtures.workspace("unknown" + jdk + "-" + name));
            patched = Files.createDirectories(here.resolve("patched"));
            patching.into(patched);
            Fixtures.compile("plain", here.resolve("classes"));
            plain = java();
        }

        private interface Patching {
            void into(Path directory) throws IOException;
        }

        String agentOption(String options) {
            return Fixtures.agent("engine=none,include=" + here + options);
        }

        Command.Result agent(String options) {
            return same(java(agentOption(options)));
        }

        /** The class path off the command line. */
        Command.Result run() {
            return same(java(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--engine=none", "--")));
        }

        Command.Result java(String... options) {
            return java(List.of(), options);
        }

        private Command.Result java(List<String> before, String... options) {
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(java.toString(), "--patch-module", "java.base=" + patched));
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", here.resolve("classes").toString(), "Shows"));
            return Command.run(command, Map.of(), 60);
        }

        private Command.Result same(Command.Result served) {
            assertThat(served.exit()).as(served.err()).isZero();
            assertThat(served.out()).isEqualTo(plain.out());
            return served;
        }
    }
}
