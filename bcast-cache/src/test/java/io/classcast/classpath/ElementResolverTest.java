package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The URLs are those that one canonical path and one test for a directory would give for each element, as in the JDK. */
class ElementResolverTest {
    @TempDir
    Path directory;

    @Test
    void linksAndDotsAndWhatIsMissingAreResolvedAsTheJdkDoes() throws IOException {
        Path lib = Files.createDirectories(directory.resolve("real/lib"));
        Files.createFile(lib.resolve("a.jar"));
        Files.createFile(lib.resolve("b c.jar"));
        Files.createDirectory(lib.resolve("classes"));
        Files.createSymbolicLink(directory.resolve("link"), lib);
        Files.createSymbolicLink(lib.resolve("file-link.jar"), Path.of("a.jar"));
        Files.createSymbolicLink(lib.resolve("directory-link"), Path.of("classes"));
        Files.createSymbolicLink(lib.resolve("dangling.jar"), Path.of("none/none.jar"));
        Files.createSymbolicLink(lib.resolve("loop"), Path.of("loop"));
        List<String> elements = new ArrayList<>(List.of("", ".", "..", "/", "/.", "/..", "//", "none.jar", "none/none.jar", "a\0b.jar"));
        for (String of : new String[] {lib.toString(), directory + "/link", directory + "/real/../link", directory + "//real/./lib", directory + "/link/loop"}) {
            for (String name : new String[] {"", "/", "/.", "/..", "/a.jar", "/a.jar/", "/a.jar/x.jar", "/b c.jar", "/classes", "/classes/", "/classes/..", "/file-link.jar",
                    "/directory-link", "/directory-link/../a.jar", "/dangling.jar", "/loop", "/loop/x.jar", "/none.jar", "/none/none.jar", "/../lib/a.jar", "/ä.jar"}) {
                elements.add(of + name);
            }
        }
        // In any order, since what is known of a directory depends on who came first.
        for (int seed = 0; seed < 5; seed++) {
            assertThat(new ElementResolver(elements).urls()).isEqualTo(asTheJdk(elements));
            Collections.shuffle(elements, new Random(seed));
        }
    }

    @Test
    void thousandsOfElementsStayInTheirOrder() throws IOException {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            elements.add(directory + "/" + i % 7 + "/" + i + ".jar");
        }
        Files.createDirectories(directory.resolve("3/3.jar"));

        assertThat(new ElementResolver(elements).urls()).isEqualTo(asTheJdk(elements)).contains("file:" + directory + "/3/3.jar/");
    }

    @Test
    void anInterruptIsKept() {
        Thread.currentThread().interrupt();
        assertThat(new ElementResolver(Collections.nCopies(100, "/none.jar")).urls()).hasSize(100);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<String> asTheJdk(List<String> elements) {
        List<String> urls = new ArrayList<>();
        for (String element : elements) {
            try {
                File file = new File(element).getCanonicalFile();
                String path = UrlPath.encode(file.getPath());
                urls.add("file:" + (file.isDirectory() && !path.endsWith("/") ? path + "/" : path));
            } catch (IOException e) {
                // Left out.
            }
        }
        return urls;
    }
}
