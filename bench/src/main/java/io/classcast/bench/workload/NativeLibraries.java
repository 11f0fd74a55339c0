package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A native library that does nothing but say which JNI it wants, as bytes to be written under many names. */
final class NativeLibraries {
    private static final String SOURCE = """
            int JNI_OnLoad(void *vm, void *reserved) {
                (void) vm;
                (void) reserved;
                return 0x00010008;
            }
            """;

    private NativeLibraries() {
    }

    /**
     * Compiles it.
     *
     * @param compiler name of a C compiler, such as cc
     * @return the shared object
     * @throws IOException if there is no compiler, or it fails, with one line that says so
     */
    static byte[] compiled(String compiler) throws IOException {
        try (Scratch scratch = new Scratch(Path.of(System.getProperty("java.io.tmpdir")), "startup-bench")) {
            Path library = scratch.path().resolve("trivial.so");
            Files.writeString(scratch.path().resolve("trivial.c"), SOURCE);
            // Relative names, no build id and no symbols: the same bytes each time.
            ProcessBuilder builder = new ProcessBuilder(List.of(compiler, "-shared", "-fPIC", "-Os", "-s", "-Wl,--build-id=none", "-o", "trivial.so", "trivial.c"))
                    .directory(scratch.path().toFile()).redirectErrorStream(true);
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new IOException("no C compiler: " + compiler + " cannot be started, and native libraries are made with it; install gcc and libc6-dev, "
                        + "or choose a workload with libraries=0", e);
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(compiler + " cannot make a native library: " + said.strip().replaceAll("\\s*\\R\\s*", "; "));
            }
            return Files.readAllBytes(library);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + compiler + " ran", e);
        }
    }
}
