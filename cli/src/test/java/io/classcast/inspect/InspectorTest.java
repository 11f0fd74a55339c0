package io.classcast.inspect;

import static io.classcast.inspect.Jars.jar;
import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.filesystem.Mounts;
import io.classcast.filesystem.RoundTrip;
import io.classcast.inspect.Inspection.Entry;
import io.classcast.inspect.Inspection.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    @TempDir
    Path temporary;
    private Path directory;

    @BeforeEach
    void realPath() throws IOException {
        directory = temporary.toRealPath();
    }

    private static Inspection inspect(Object... entries) {
        String classPath = String.join(":", List.of(entries).stream().map(Object::toString).toList());
        return new Inspector(Mounts.parse("server:/x / nfs4 rw 0 0"), new RoundTrip(System::nanoTime), 10).inspect(classPath);
    }

    private static List<String> kinds(Inspection found) {
        return found.entries().stream().map(Entry::kind).toList();
    }

    @Test
    void entriesStandInSearchOrderWithWhatManifestsAdd() throws IOException {
        Path late = jar(directory.resolve("late.jar"), "L.class");
        jar(directory.resolve("added.jar"), "A.class");
        Path first = jar(directory.resolve("first.jar"), Map.of("Class-Path", "added.jar absent.jar"), "F.class");
        Inspection found = inspect(first, late);
        assertThat(kinds(found)).containsExactly("jar", "jar", "missing", "jar");
        assertThat(found.entries().get(1).path()).endsWith("added.jar");
        assertThat(found.entries().stream().map(Entry::addedBy)).containsExactly(null, 0, 0, null);
        assertThat(found.problems()).as("what only a manifest names may be missing").isEmpty();
        assertThat(found.classes()).isEqualTo(3);
    }

    @Test
    void duplicatesArePairsWithTheWinnerFirst() throws IOException {
        Path a = jar(directory.resolve("a.jar"), "p/A.class", "p/B.class", "res", "META-INF/x.class", "module-info.class");
        Path b = jar(directory.resolve("b.jar"), "p/B.class", "p/A.class", "res", "META-INF/x.class", "module-info.class");
        Inspection found = inspect(a, b);
        assertThat(found.duplicates()).hasSize(1);
        assertThat(found.duplicates().get(0).wins()).isZero();
        assertThat(found.duplicates().get(0).hidden()).isEqualTo(1);
        assertThat(found.duplicates().get(0).classes()).containsExactly("p.A", "p.B");
        assertThat(found.splitPackages()).hasSize(1);
        assertThat(found.splitPackages().get(0).shares()).containsExactly(new Share(0, 2), new Share(1, 2));
    }

    @Test
    void aPackageMayBeSplitWithoutDuplicates() throws IOException {
        Inspection found = inspect(jar(directory.resolve("a.jar"), "p/A.class"), jar(directory.resolve("b.jar"), "p/B.class"));
        assertThat(found.duplicates()).isEmpty();
        assertThat(found.splitPackages().get(0).name()).isEqualTo("p");
    }

    @Test
    void traitsOfJarsAreSeen() throws IOException {
        Path signed = jar(directory.resolve("signed.jar"), "META-INF/ME.SF", "META-INF/ME.RSA", "A.class");
        Path sealed = jar(directory.resolve("sealed.jar"), Map.of("Sealed", "true", "Multi-Release", "true"), "B.class");
        Path half = jar(directory.resolve("half.jar"), "META-INF/ME.SF");
        Inspection found = inspect(signed, sealed, half);
        assertThat(found.entries().stream().map(Entry::signed)).containsExactly(true, false, false);
        assertThat(found.entries().stream().map(Entry::sealed)).containsExactly("no", "all", "no");
        assertThat(found.entries().stream().map(Entry::multiRelease)).containsExactly(false, true, false);
    }

    @Test
    void whatIsNoJarIsUnreadableAndNamed() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jar"), "no zip at all, but long enough to have an end header");
        Path empty = Files.createFile(directory.resolve("empty.jar"));
        Path whole = jar(directory.resolve("whole.jar"), "A.class", "B.class");
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.jar"), java.util.Arrays.copyOf(bytes, bytes.length - 30));
        Inspection found = inspect(text, empty, cut, directory.resolve("gone.jar"), whole);
        assertThat(kinds(found)).containsExactly("unreadable", "unreadable", "unreadable", "missing", "jar");
        assertThat(found.problems()).hasSize(4);
        assertThat(found.cost().opens()).as("the JDK opens each of them before the last").isEqualTo(4);
        assertThat(found.cost().failedLookups()).isEqualTo(1);
    }

    @Test
    void namesWithBlanksForeignLettersAndControlCharactersAreFound() throws IOException {
        Path odd = jar(directory.resolve("a b%20\t#.jar"), "A.class");
        assertThat(kinds(inspect(odd))).containsExactly("jar");
    }

    @Test
    void aNameThatTheLocaleHasLostIsExplained() {
        assertThat(inspect(directory.resolve("gone.jar")).problems()).hasSize(1);
        assertThat(inspect(directory + "/l\uFFFDst.jar").problems()).hasSize(2).last().asString().contains("LC_ALL=C.UTF-8");
    }

    @Test
    void wildcardsAreExpanded() throws IOException {
        Path lib = Files.createDirectory(directory.resolve("lib"));
        jar(lib.resolve("a.jar"), "A.class");
        jar(lib.resolve("b.JAR"), "B.class");
        jar(lib.resolve("c.zip"), "C.class");
        assertThat(inspect(lib + "/*").entries()).hasSize(2);
    }

    @Test
    void anEmptyClassPathIsTheWorkingDirectory() {
        assertThat(kinds(inspect(""))).containsExactly("directory");
    }

    @Test
    void anEntryThatIsNamedAgainIsSearchedOnce() throws IOException {
        Path a = jar(directory.resolve("a.jar"), "A.class");
        Inspection found = inspect(a, a);
        assertThat(found.entries()).hasSize(1);
        assertThat(found.repeated()).containsExactly(a.toString());
    }

    @Test
    void theEstimateMultipliesWhatWasMeasured() throws IOException {
        SearchCost cost = inspect(jar(directory.resolve("a.jar"), "A.class")).cost();
        assertThat(cost.fileSystems()).hasSize(1);
        assertThat(cost.fileSystems().get(0).type()).isEqualTo("nfs4");
        assertThat(cost.seconds()).isEqualTo(cost.fileSystems().get(0).openSeconds());
        assertThat(cost.estimate().opens()).isEqualTo(10);
        assertThat(cost.estimate().secondsAtMost()).isEqualTo(10 * cost.seconds());
    }
}
