package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native libraries find what lies beside them, and are there once, although ordinary ones are loaded from the node's copy. */
class NativeNeighboursIT {
    private static Path here;

    @BeforeAll
    static void prepare() throws IOException {
        here = Fixtures.empty(Fixtures.workspace("neighbours"));
        Path fixtures = Machine.home().resolve("src/test/fixtures/neighbours");
        Doors.jar(fixtures, here.resolve("classes"), here.resolve("app.jar"));
        Command.run(List.of("sh", "-c", "cd \"$0\" && exec sh \"$@\"", here.toString(), fixtures.resolve("libraries.sh").toString(),
                Machine.jdk(17).toString()), Map.of(), 60).orFail("libraries.sh");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aLibraryFindsItsNeighboursAndIsThereOnce(int jdk) throws IOException {
        // What another library needs the dynamic linker takes from there.
        Doors doors = new Doors(jdk, here, Map.of("LD_LIBRARY_PATH", here.resolve("lib").toString()), "-Dtell=true", "-Djava.library.path=" + here.resolve("lib"),
                "-cp", "app.jar", "AsksLibraries", "beside", "needed", "broken", "undefined", "alone", "another");
        assertThat(doors.plain().out()).contains("beside it: 2\n", "counted: 1\n", "the same counter: 2\n", here + "/lib/libbroken.so",
                here + "/lib/libundefined.so: undefined symbol: absent", "libgone.so: cannot open shared object file", "already loaded in another classloader");
        for (Command.Result served : List.of(doors.agent("loader=app"), doors.agent("loader=broadcast"), doors.run())) {
            assertThat(served.err()).as("from the copy").contains("libordinary.so", "libneeds.so").doesNotContain("libbeside.so", "libcounter.so");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void soDoesOneThatIsIncludedAndLoadedByItsPath(int jdk) throws IOException {
        Doors doors = new Doors(jdk, here, Map.of(), "-cp", "app.jar", "AsksLibraries", "path");
        assertThat(doors.plain().out()).isEqualTo("by its path: 2\n");
        assertThat(doors.agent("loader=app,include=plugins").err()).contains("served to 1 rank");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void ofARelativeDirectory(int jdk) throws IOException {
        Doors doors = new Doors(jdk, here, Map.of("LD_LIBRARY_PATH", "lib"), "-Djava.library.path=lib", "-cp", "app.jar", "AsksLibraries", "beside", "needed");
        doors.agent("loader=app");
    }
}
