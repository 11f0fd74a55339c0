package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code META-INF/INDEX.LIST} in the place of {@code Class-Path}, which JDK 17 follows and later ones do not; and {@code Class-Path} of entries that are looked up live. */
class JarIndexIT {
    private static final String PROGRAM = """
            import java.util.Collections;
            public class Asks {
                public static void main(String[] names) {
                    for (String name : names) {
                        try {
                            System.out.println(name + ": " + (name.indexOf('/') < 0 ? Class.forName(name).getProtectionDomain().getCodeSource().getLocation()
                                    : ClassLoader.getSystemResource(name) + " of " + Collections.list(ClassLoader.getSystemResources(name))));
                        } catch (Throwable e) {
                            System.out.println(name + ": " + e);
                        }
                    }
                }
            }
            """;
    private static Path here;

    @BeforeAll
    static void prepare() throws IOException {
        here = Fixtures.empty(Fixtures.workspace("jar-index"));
        Path sources = Files.createDirectories(here.resolve("sources/p")).getParent();
        Files.writeString(sources.resolve("Asks.java"), PROGRAM);
        for (String name : List.of("A", "B", "C", "D")) {
            Files.writeString(sources.resolve("p/" + name + ".java"), "package p; public class " + name + " { }");
        }
        Application.compile(sources, List.of(), here.resolve("classes"));
        Files.createDirectories(here.resolve("lib"));
        jar("app.jar", null, null, "Asks");
        jar("b.jar", null, null, "p/B");
        jar("lib/c.jar", null, null, "p/C");
        jar("d.jar", null, null, "p/D");
        jar("other.jar", "b.jar", "other.jar\np\n\nlib/c.jar\np\n\nabsent.jar\nq\n", "p/A");
        jar("itself.jar", "b.jar", "itself.jar\np\n", "p/A");
        jar("wrong.jar", null, "wrong.jar\np\n\nd.jar\nq\n", "p/A");
        jar("by-manifest.jar", "other.jar d.jar", null, "p/A");
        jar("live.jar", "b.jar lib/c.jar", null, "p/A");
    }

    private static void jar(String name, String classPath, String index, String... types) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(here.resolve(name)), manifest)) {
            if (index != null) {
                jar.putNextEntry(new ZipEntry("META-INF/INDEX.LIST"));
                jar.write(("JarIndex-Version: 1.0\n\n" + index + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            for (String type : types) {
                jar.putNextEntry(new ZipEntry(type + ".class"));
                jar.write(Files.readAllBytes(here.resolve("classes/" + type + ".class")));
            }
            jar.putNextEntry(new ZipEntry("p/t.txt"));
        }
    }

    private static Doors asked(int jdk, String classPath) throws IOException {
        return new Doors(jdk, here, Map.of(), "-cp", classPath, "Asks", "p.A", "p.B", "p.C", "p.D", "p.None", "q.None", "p/t.txt", "p/none.txt", "q/none.txt",
                "META-INF/MANIFEST.MF", "META-INF/INDEX.LIST");
    }

    @ParameterizedTest
    @CsvSource({"17, app.jar:other.jar:lib/c.jar:d.jar", "17, app.jar:by-manifest.jar:lib/c.jar:b.jar", "17, app.jar:itself.jar:d.jar", "17, app.jar:wrong.jar:b.jar",
        "17, app.jar:lib/c.jar:other.jar:d.jar", "25, app.jar:other.jar:lib/c.jar:d.jar"})
    void anIndexIsFollowedWhereTheJdkFollowsIt(int jdk, String classPath) throws IOException {
        Doors doors = asked(jdk, classPath);
        if (classPath.contains("other.jar:lib/c.jar:d.jar")) {
            assertThat(doors.plain().out()).contains(jdk == 17 ? "p.B: java.lang.ClassNotFoundException" : "p.B: file:");
        }
        doors.agent("loader=app");
        doors.agent("loader=broadcast,mode=locations");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theClassPathOfALiveEntryIsSearchedForResourcesToo(int jdk) throws IOException {
        for (String classPath : List.of("app.jar:live.jar:lib/c.jar:d.jar", "app.jar:b.jar:live.jar")) {
            Doors doors = asked(jdk, classPath);
            assertThat(doors.plain().out()).containsPattern("p/t.txt: .*live.jar!.*lib/c.jar!");
            for (String loader : List.of("app", "broadcast")) {
                doors.agent("loader=" + loader + ",dynamic=" + here.resolve("live.jar"));
            }
        }
    }
}
