package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathScannerTest {
    @TempDir
    Path directory;
    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        store = Files.createDirectory(directory.resolve("store"));
    }

    private ClassPathScan scan(String classPath) {
        return ClassPathScanner.scan(ClassPath.parse(classPath), 1, ScanOptions.of(store, List.of()));
    }

    private static List<ImageEntry> entries(Image image) {
        List<ImageEntry> entries = new ArrayList<>();
        for (int e = 0; e < image.entryCount(); e++) {
            entries.add(image.entry(e));
        }
        return entries;
    }

    @Test
    void nobodyWritesIntoTheStoreAfterTheScanHasFailed() throws IOException {
        List<String> urls = new ArrayList<>();
        byte[] bytes = new byte[8 << 20];
        for (int i = 0; i < 12; i++) {
            urls.add(Files.write(directory.resolve("j" + i + ".jar"), bytes).toUri().toString());
        }
        // In the way of the first copy, while the others are being made.
        Files.createFile(store.resolve("00000-j0.jar"));
        assertThatThrownBy(() -> ClassPathScanner.scan(urls, 1, ScanOptions.of(store, List.of()))).isInstanceOf(ClasscastException.class)
                .hasMessageContaining("j0.jar");
        // By what they do, not whether they are there: a thread whose pool has ended may take a moment to be gone.
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().startsWith("classcast-")) {
                assertThat(frames).as(thread.getName()).extracting(StackTraceElement::getClassName).noneMatch(name -> name.startsWith("io.classcast.") && !name.endsWith("$DaemonThread"));
            }
        });
    }

    @Test
    void aMissingEntryOfTheLaunchersOwnIsNobodysMistake() {
        List<String> urls = ClassPath.parse(directory + "/mpj/wrapper.jar:" + directory + "/none.jar");
        ScanOptions options = ScanOptions.of(store, List.of());
        assertThat(ClassPathScanner.scan(urls, 1, options).problems()).hasSize(2);
        assertThat(ClassPathScanner.scan(urls, 1, options.withLauncher(new LauncherEntries("file:" + directory + "/mpj/", null))).problems()).hasSize(1)
                .allMatch(problem -> problem.contains("none.jar"));
    }

    @Test
    void aLargeWorkingDirectoryThatTheLauncherAddedIsLookedUpLiveWithoutAWord() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        for (int i = 0; i <= 2_000; i++) {
            Files.createFile(home.resolve("file" + i));
        }
        String url = "file:" + home + "/";
        ClassPathScan scan = ClassPathScanner.scan(List.of(url), 1,
                ScanOptions.of(store, List.of()).withLauncher(new LauncherEntries(null, url)));
        assertThat(Image.open(scan.index()).entry(0).kind()).isEqualTo(EntryKind.LIVE);
        assertThat(scan.problems()).isEmpty();
        assertThat(Image.open(ClassPathScanner.scan(List.of(url), 1, ScanOptions.of(store, List.of())).index()).entry(0).kind())
                .isEqualTo(EntryKind.DIRECTORY);
    }

    @Test
    void aJarIsCopiedAndItsNamesAreFound() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a b.jar"), "", "p/", "p/A.class", "p/ä.txt");
        Image image = Image.open(scan(jar.toString()).index());
        ImageEntry entry = image.entry(0);
        assertThat(entry.url()).isEqualTo("file:" + UrlPath.encode(jar.toString())).contains("%20");
        assertThat(store.resolve(entry.storeName())).hasSameBinaryContentAs(jar);
        assertThat(entry.storeLength()).isEqualTo(Files.size(jar));
        assertThat(image.findClass("p.A")).isNotNegative();
        assertThat(image.find("p/ä.txt")).isNotNegative();
        assertThat(image.find("p")).isNotNegative();
        assertThat(entry.manifest()).isNotNull();
    }

    @Test
    void theOrderOfClassPathManifestsIsTheJdks() throws IOException {
        TestJars.jar(directory.resolve("c.jar"), null, "x");
        TestJars.jar(directory.resolve("b.jar"), "Class-Path: d.jar a.jar\r\n", "x");
        TestJars.jar(directory.resolve("d.jar"), null, "x");
        Path a = TestJars.jar(directory.resolve("a.jar"), "Class-Path: b.jar gone.jar c.jar\r\n", "x");
        Image image = Image.open(scan(a + ":" + directory.resolve("c.jar")).index());
        assertThat(entries(image)).extracting(e -> e.path().substring(e.path().lastIndexOf('/') + 1))
                .containsExactly("a.jar", "b.jar", "d.jar", "gone.jar", "c.jar");
        assertThat(image.placeCount(image.find("x"))).isEqualTo(4);
    }

    @Test
    void jarsOfAnIndexAreSearchedInItsPlaceWhereTheJdkFollowsIt() throws IOException {
        Path named = TestJars.jar(directory.resolve("named.jar"), null, "x");
        Path indexed = TestJars.indexed(TestJars.jar(directory.resolve("indexed.jar"), "Class-Path: absent.jar\r\n", "x"),
                "indexed.jar\nx\n\nnamed.jar\nx\n");
        Image image = Image.open(scan(indexed + ":" + named).index());
        boolean followed = Runtime.version().feature() == 17;
        assertThat(entries(image)).extracting(ImageEntry::kind)
                .containsExactly(followed ? new EntryKind[] {EntryKind.LIVE} : new EntryKind[] {EntryKind.JAR, EntryKind.MISSING, EntryKind.JAR});
        assertThat(store.toFile().list()).hasSize(followed ? 0 : 2);
        // Before it, it is searched already.
        assertThat(Image.open(ClassPathScanner.scan(ClassPath.parse(named + ":" + indexed), 1, ScanOptions.of(null, List.of())).index()).entry(0).kind())
                .isEqualTo(EntryKind.JAR);
    }

    @Test
    void anIndexOfTheJarItselfTakesItsClassPathAwayWhereTheJdkFollowsIt() throws IOException {
        Path indexed = TestJars.indexed(TestJars.jar(directory.resolve("indexed.jar"), "Class-Path: absent.jar\r\n", "x"), "indexed.jar\nx\n");
        Image image = Image.open(scan(indexed.toString()).index());
        assertThat(image.entry(0).kind()).isEqualTo(EntryKind.JAR);
        assertThat(image.entryCount()).isEqualTo(Runtime.version().feature() == 17 ? 1 : 2);
    }

    @Test
    void missingAndUnreadableEntriesAreNamedAndSkipped() throws IOException {
        Path text = Files.writeString(directory.resolve("text.jar"), "no zip");
        Path good = TestJars.jar(directory.resolve("good.jar"), null, "a", "b");
        Path cut = directory.resolve("cut.jar");
        byte[] bytes = Files.readAllBytes(good);
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 10));
        Path empty = Files.createFile(directory.resolve("empty.jar"));
        ClassPathScan scan = scan(directory.resolve("none.jar") + ":" + text + ":" + cut + ":" + empty + ":" + good);
        Image image = Image.open(scan.index());
        assertThat(entries(image)).extracting(ImageEntry::kind).containsExactly(EntryKind.MISSING, EntryKind.UNREADABLE,
                EntryKind.UNREADABLE, EntryKind.UNREADABLE, EntryKind.JAR);
        assertThat(scan.problems()).hasSize(4);
        assertThat(scan.problems().get(0)).contains("none.jar does not exist");
        assertThat(scan.problems().get(1)).contains("text.jar").contains("not a readable jar").doesNotContain("store");
        assertThat(scan.problems().get(2)).contains("cut.jar").doesNotContain(store.toString());
        try (var files = Files.list(store)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatCannotBeLookedAtIsNotTakenForMissing() throws IOException {
        Path loop = Files.createSymbolicLink(directory.resolve("loop.jar"), Path.of("loop.jar"));
        ClassPathScan scan = scan(loop.toString());
        assertThat(entries(Image.open(scan.index()))).extracting(ImageEntry::kind).containsExactly(EntryKind.LIVE);
        assertThat(scan.problems()).singleElement().asString().contains("loop.jar: cannot be looked at").contains("live on every rank");
    }

    @Test
    void whatIsNamedBelowAFileIsMissing() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), null, "x");
        ClassPathScan scan = scan(jar + "/lib/b.jar");
        assertThat(entries(Image.open(scan.index()))).extracting(ImageEntry::kind).containsExactly(EntryKind.MISSING);
        assertThat(scan.problems()).singleElement().asString().contains("does not exist");
    }

    @Test
    void whatAClassPathManifestNamesMayBeMissingInSilence() throws IOException {
        Path a = TestJars.jar(directory.resolve("a.jar"), "Class-Path: gone.jar\r\n", "x");
        assertThat(scan(a.toString()).problems()).isEmpty();
    }

    @Test
    void aDirectoryTravelsAsAStoredArchive() throws IOException {
        Path root = Files.createDirectories(directory.resolve("classes"));
        Files.createDirectories(root.resolve("p/empty"));
        Files.writeString(root.resolve("p/A.class"), "AAAA");
        Files.writeString(root.resolve("b.txt"), "bb");
        Files.createSymbolicLink(root.resolve("link.txt"), root.resolve("b.txt"));
        Files.createSymbolicLink(root.resolve("broken"), root.resolve("nowhere"));
        Image image = Image.open(scan(root.toString()).index());
        assertThat(image.entry(0).kind()).isEqualTo(EntryKind.DIRECTORY);
        assertThat(image.entry(0).url()).isEqualTo("file:" + root + "/");
        assertThat(image.find("")).isNotNegative();
        assertThat(image.flags(image.firstPlace(image.find("p/empty")))).isNotZero();
        assertThat(image.find("broken")).isEqualTo(Image.ABSENT);
        int place = image.firstPlace(image.findClass("p.A"));
        assertThat(image.flags(place)).isZero();
        assertThat(image.size(place)).isEqualTo(4);
        try (ZipFile zip = new ZipFile(store.resolve(image.entry(0).storeName()).toFile())) {
            assertThat(zip.getInputStream(zip.getEntry("p/A.class")).readAllBytes()).isEqualTo("AAAA".getBytes());
            assertThat(zip.getInputStream(zip.getEntry("link.txt")).readAllBytes()).isEqualTo("bb".getBytes());
        }
    }

    @Test
    void aFileThatCannotBeReadStaysWhereItIs() throws IOException {
        Path root = Files.createDirectories(directory.resolve("classes"));
        Files.writeString(root.resolve("a"), "aaaa");
        // A regular file whose first page gives EIO.
        Files.createSymbolicLink(root.resolve("mem"), Path.of("/proc/self/mem"));
        Image image = Image.open(scan(root.toString()).index());
        assertThat(image.flags(image.firstPlace(image.find("mem")))).isEqualTo(ImageFormat.PLACE_AT_ORIGIN);
        assertThat(image.flags(image.firstPlace(image.find("a")))).isZero();
    }

    @Test
    void anEmptyDirectoryIsServed() throws IOException {
        Path root = Files.createDirectories(directory.resolve("nothing"));
        Image image = Image.open(scan(root.toString()).index());
        assertThat(image.nameCount()).isEqualTo(1);
    }

    @Test
    void tooLargeDirectoriesStayWhereTheyAre() throws IOException {
        Path root = Files.createDirectories(directory.resolve("large"));
        Files.writeString(root.resolve("a"), "aaaa");
        Files.writeString(root.resolve("b"), "bbbb");
        List<String> urls = ClassPath.parse(root.toString());
        Image image = Image.open(ClassPathScanner.scan(urls, 1, new ScanOptions(17, store, List.of(), 2, 10, 7, LauncherEntries.NONE,
                FurtherFiles.NONE, null, false)).index());
        assertThat(image.entry(0).content()).isEqualTo(-1);
        assertThat(image.flags(image.firstPlace(image.find("a")))).isEqualTo(ImageFormat.PLACE_AT_ORIGIN);
        ClassPathScan many = ClassPathScanner.scan(urls, 1, new ScanOptions(17, store, List.of(), 2, 1, 100,
                LauncherEntries.NONE, FurtherFiles.NONE, null, false));
        assertThat(Image.open(many.index()).entry(0).kind()).isEqualTo(EntryKind.LIVE);
        assertThat(many.problems()).singleElement().asString().contains(root.toString());
        assertThat(store).as("what was read in vain").isEmptyDirectory();
    }

    @Test
    void aDirectoryOfManySmallOnesNeedsFewDescriptors() throws IOException {
        Path root = Files.createDirectories(directory.resolve("deep"));
        for (int i = 0; i < 600; i++) {
            Files.writeString(Files.createDirectories(root.resolve("d" + i % 20 + "/e" + i)).resolve("file"), "content " + i);
        }
        long before = descriptors();
        Image image = Image.open(scan(root.toString()).index());
        assertThat(image.size(image.firstPlace(image.find("d19/e599/file")))).isEqualTo(11);
        assertThat(descriptors()).isEqualTo(before);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(path -> Files.isDirectory(path) && !path.toString().endsWith("/proc")).count();
        }
    }

    @Test
    void aPipeIsNotOpened() throws Exception {
        Path pipe = directory.resolve("pipe.jar");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        ClassPathScan scan = scan(pipe.toString());
        assertThat(Image.open(scan.index()).entry(0).kind()).isEqualTo(EntryKind.LIVE);
        assertThat(scan.problems()).singleElement().asString().contains("pipe.jar is no regular file");
    }

    @Test
    void entriesThatAreLiveForOneReasonAreToldInOneLine() throws IOException {
        StringBuilder classPath = new StringBuilder();
        for (String name : new String[] {"a.jar", "b.jar", "c.jar"}) {
            Path loop = directory.resolve(name);
            Files.createSymbolicLink(loop, loop);
            classPath.append(loop).append(':');
        }
        Path circle = Files.createDirectory(directory.resolve("circle"));
        Files.createSymbolicLink(circle.resolve("current"), Path.of("."));
        assertThat(scan(classPath.append(circle).toString()).problems()).satisfiesExactly(
                line -> assertThat(line).contains("a.jar: cannot be looked at").endsWith(" (and 2 more entries, for the same reason)"),
                line -> assertThat(line).contains("circle/current leads to a directory above it").doesNotContain("more"));
    }

    @Test
    void dynamicEntriesAreLive() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), null, "a");
        Image image = Image.open(ClassPathScanner.scan(ClassPath.parse(jar.toString()), 1,
                ScanOptions.of(store, List.of(directory.toString()))).index());
        assertThat(image.entry(0).kind()).isEqualTo(EntryKind.LIVE);
    }

    @Test
    void multiReleaseNamesAreThoseOfTheJdk() throws IOException {
        Path jar = TestJars.jar(directory.resolve("mr.jar"), "multi-release: TRUE\r\n", "a/B.class", "only/Base.class",
                "META-INF/versions/9/a/B.class", "META-INF/versions/11/a/B.class", "META-INF/versions/99/a/B.class",
                "META-INF/versions/11/only/New.class", "META-INF/versions/8/only/Old.class",
                "META-INF/versions/9/META-INF/x", "META-INF/versions/09/odd.class", "META-INF/versions/x/y");
        Image image = Image.open(scan(jar.toString()).index());
        assertThat(image.entry(0).multiRelease()).isTrue();
        try (JarFile jdk = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
            for (String name : new String[] {"a/B.class", "only/Base.class", "only/New.class", "only/Old.class", "odd.class",
                "META-INF/x", "META-INF/versions/99/a/B.class", "META-INF/versions/x/y", "y"}) {
                int id = image.find(name);
                assertThat(id >= 0).as(name).isEqualTo(jdk.getEntry(name) != null);
                if (id >= 0) {
                    int version = image.version(image.firstPlace(id));
                    String real = version == 0 ? name : "META-INF/versions/" + version + "/" + name;
                    assertThat(real).isEqualTo(jdk.getJarEntry(name).getRealName());
                }
            }
        }
    }

    @Test
    void locationsCopyNothing() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), "", "p/A.class");
        ClassPathScan scan = ClassPathScanner.scan(ClassPath.parse(jar.toString()), 1, ScanOptions.of(null, List.of()));
        Image image = Image.open(scan.index());
        assertThat(image.locations()).isTrue();
        assertThat(image.entry(0).content()).isEqualTo(-1);
        assertThat(image.findClass("p.A")).isNotNegative();
        assertThat(scan.bytes()).isZero();
    }

    @Test
    void aStoreThatCannotBeWrittenFailsTheScan() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), "", "p/A.class");
        List<String> urls = ClassPath.parse(jar.toString());
        ScanOptions options = ScanOptions.of(directory.resolve("no/such/store"), List.of());
        assertThatThrownBy(() -> ClassPathScanner.scan(urls, 1, options)).isInstanceOf(ClasscastException.class)
                .hasMessageContaining("a.jar");
    }

    @Test
    void jarsWithZip64FieldsAndLeadingBytesAgreeWithTheJdk() throws IOException {
        Path plain = TestJars.jar(directory.resolve("p.jar"), "", "p/A.class");
        Path led = directory.resolve("led.jar");
        byte[] prefix = "#!/bin/sh\n".getBytes();
        byte[] whole = Files.readAllBytes(plain);
        byte[] both = java.util.Arrays.copyOf(prefix, prefix.length + whole.length);
        System.arraycopy(whole, 0, both, prefix.length, whole.length);
        Files.write(led, both);
        Image image = Image.open(scan(led.toString()).index());
        assertThat(image.offset(image.firstPlace(image.findClass("p.A")))).isGreaterThanOrEqualTo(prefix.length);
        Path many = directory.resolve("many.jar");
        String[] names = new String[66_000];
        java.util.Arrays.setAll(names, i -> "n" + i);
        TestJars.jar(many, null, names);
        Image zip64 = Image.open(scan(many.toString()).index());
        assertThat(zip64.nameCount()).isEqualTo(66_000);
        assertThat(zip64.entry(0).viaJarFile()).isTrue();
    }
}
