package io.classcast.mpi.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library in C: what is in its file, its own tests, and where its file is taken from. */
class CLibraryTest {
    private static final Path BUILT = Path.of("target/classes/io/classcast/mpi/foreign");
    private static final String NATIVES = "Java_io_classcast_mpi_foreign_JniCalls_";
    /** glibc's before RHEL 7's 2.17 was there, which is the first for AArch64. */
    private static final List<String> OLD_ENOUGH = List.of("2.2.5", "2.3.2", "2.3.3", "2.3.4", "2.4", "2.17");

    @TempDir
    private Path directory;

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output + "\n(test-clusters/setup.sh installs what is needed)").isZero();
        return output;
    }

    private static Path library(String processor) {
        return BUILT.resolve("libclasscast-" + processor + ".so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void itExportsWhatJavaDeclaresAndNothingElse(String processor) throws IOException, InterruptedException {
        assertThat(run("nm", "-D", "--defined-only", "--format=just-symbols", library(processor).toString()).lines()).containsExactly(
                Stream.of("address", "find", "hold", "invoke", "release", "sayGoodBye", "step", "word").map(NATIVES::concat).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void itOpensNoFileAndNoSocketAndRunsOnOldSystems(String processor) throws IOException, InterruptedException {
        List<String> used = run("nm", "-D", "--undefined-only", "--format=just-symbols", library(processor).toString()).lines().toList();
        assertThat(used.stream().map(name -> name.replaceAll("@.*", "")).filter(name -> !name.startsWith("_"))).containsExactlyInAnyOrder("dl_iterate_phdr",
                "dladdr1", "dlopen", "dlsym", "getpid", "mprotect", "poll", "pthread_cond_broadcast", "pthread_cond_wait", "pthread_mutex_lock", "pthread_mutex_unlock",
                "pthread_self", "read", "send", "strcmp", "syscall", "sysconf");
        assertThat(used.stream().filter(name -> name.contains("@GLIBC_")).map(name -> name.replaceAll(".*@GLIBC_", ""))).isNotEmpty()
                .allSatisfy(version -> assertThat(version).isIn(OLD_ENOUGH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void itHasNoExecutableStackAndAllOfItIsReadOnlyOnceItIsLinked(String processor) throws IOException, InterruptedException {
        String headers = run("readelf", "-lW", library(processor).toString());
        assertThat(headers.lines().filter(line -> line.contains("GNU_STACK"))).singleElement().asString().contains(" RW ").doesNotContain("RWE");
        assertThat(headers.lines().filter(line -> line.contains(" LOAD "))).isNotEmpty().noneMatch(line -> line.contains("RWE"));
        assertThat(headers).contains("GNU_RELRO");
        assertThat(run("readelf", "-dW", library(processor).toString())).contains("BIND_NOW").doesNotContain("TEXTREL", "RPATH", "RUNPATH");
    }

    @Test
    void itStaysSmall() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/main/c"))) {
            long lines = 0;
            for (Path source : sources.filter(file -> file.toString().matches(".*\\.[ch]")).toList()) {
                lines += Files.readAllLines(source).size();
            }
            assertThat(lines).isBetween(100L, 500L);
        }
    }

    @Test
    void itsOwnTestsPassWithTheSanitizersToo() throws IOException, InterruptedException {
        assertThat(run("make", "-s", "-C", "src/test/c", "OUT=" + directory).lines().filter(line -> line.endsWith(" tests passed"))).hasSize(2);
    }

    @Test
    void itsOwnTestsPassOnAArch64() throws IOException, InterruptedException {
        String[] cross = {"CROSS=aarch64-linux-gnu-gcc", "RUN=qemu-aarch64 -L /usr/aarch64-linux-gnu"};
        String[] none = {};
        String[] target = System.getProperty("os.arch").equals("aarch64") ? none : cross;
        List<String> command = Stream.concat(Stream.of("make", "-s", "-C", "src/test/c", "OUT=" + directory), Stream.of(target)).toList();
        assertThat(run(command.toArray(String[]::new))).contains(" tests passed");
    }

    private Path beside(String modeOfFile, String modeOfDirectory) throws IOException {
        Path lib = Files.createDirectory(directory.resolve("lib"));
        Path file = Files.writeString(lib.resolve(CLibrary.name()), "whatever");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modeOfFile));
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString(modeOfDirectory));
        Path jar = lib.resolve("classcast-agent.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("io/classcast/mpi/foreign/" + CLibrary.name()));
            out.write(Files.readAllBytes(BUILT.resolve(CLibrary.name())));
        }
        return jar;
    }

    @Test
    void itIsTakenFromBesideTheJar() throws IOException {
        Path jar = beside("rwxr-xr-x", "rwxr-xr-x");
        assertThat(CLibrary.file(jar, directory.toString())).isEqualTo(jar.resolveSibling(CLibrary.name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x rwxr-xr-x", "rwxr-xrwx rwxr-xr-x", "rwxr-xr-x rwxrwxrwx"})
    void itIsNotTakenFromWhereOthersCanWrite(String modes) throws IOException {
        Path jar = beside(modes.split(" ")[0], modes.split(" ")[1]);
        Path file = CLibrary.file(jar, directory.toString());
        assertThat(file.getParent().getParent()).isEqualTo(directory.toRealPath());
        assertThat(file.getParent().getFileName().toString()).startsWith("classcast-");
        assertThat(file).hasSameBinaryContentAs(BUILT.resolve(CLibrary.name()));
        // A second process finds it, and mends what is damaged.
        assertThat(CLibrary.file(jar, directory.toString())).isEqualTo(file);
        Files.writeString(file, "damaged");
        assertThat(CLibrary.file(jar, directory.toString())).isEqualTo(file).hasSameBinaryContentAs(BUILT.resolve(CLibrary.name()));
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void whereItCannotBeLoadedTheReasonIsTold() {
        CLibrary.forget();
        assertThatThrownBy(() -> CLibrary.load(Path.of("target/classes"), directory.toString(), file -> {
            throw new UnsatisfiedLinkError("noexec");
        })).isInstanceOf(ClasscastException.class).hasMessageContaining(CLibrary.name()).hasMessageContaining("noexec");
    }

    @Test
    void itCallsAnyFunctionOfTheCLibrary() {
        ForeignCalls calls = CLibrary.load(Path.of("target/classes"), directory.toString(), System::load);
        assertThat((int) calls.libc("getpid").call()).isEqualTo((int) ProcessHandle.current().pid());
        ByteBuffer text = ByteBuffer.allocateDirect(8).put("xabc\0".getBytes(StandardCharsets.US_ASCII)).position(1);
        assertThat(calls.libc("strlen").call(calls.addressOf(text))).isEqualTo(3);
        assertThat(calls.symbol("there_is_no_such_function")).isZero();
        assertThat(CLibrary.load(null, null, System::load)).isSameAs(calls);
    }
}
