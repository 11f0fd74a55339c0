package io.classcast.agent.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.ClasscastException;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import jdk.internal.loader.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bit that flips anywhere in a store never makes a wrong class: the original is read, or the class is refused with a reason. */
class FlippedBitTest {
    private static final String NUMBERS = "0123456789".repeat(8);

    @TempDir
    Path here;
    private Path store;
    private final List<String> classes = new ArrayList<>();
    private List<String> right;

    @BeforeEach
    void aStoreOfAClassPath() throws IOException {
        Path compiled = compile();
        store = Files.createDirectory(here.resolve("store"));
        Path deflated = jar("deflated.jar", compiled, ZipEntry.DEFLATED, "a.One", "a.Two");
        Path stored = jar("stored.jar", compiled, ZipEntry.STORED, "b.Three", "b.Four");
        Path directory = Files.createDirectories(here.resolve("directory/c"));
        Files.copy(compiled.resolve("c/Five.class"), directory.resolve("Five.class"));
        classes.add("c.Five");
        List<String> urls = List.of(deflated.toUri().toURL().toString(), stored.toUri().toURL().toString(), directory.getParent().toUri().toURL().toString());
        ClassPathScan scan = ClassPathScanner.scan(urls, 0, ScanOptions.of(store, List.of()));
        byte[] index = new byte[scan.index().remaining()];
        scan.index().get(index);
        Files.write(store.resolve("index"), index);
        right = classes.stream().map(name -> name + " " + value(name)).toList();
        assertThat(answers(false)).as("an intact store").isEqualTo(right);
    }

    private static String value(String name) {
        return name.substring(2) + NUMBERS;
    }

    private Path compile() throws IOException {
        Path sources = Files.createDirectory(here.resolve("sources"));
        List<String> arguments = new ArrayList<>(List.of("-d", here.resolve("compiled").toString(), "-proc:none"));
        for (String name : List.of("a.One", "a.Two", "b.Three", "b.Four", "c.Five")) {
            Path source = sources.resolve(name.substring(2) + ".java");
            Files.writeString(source, "package " + name.charAt(0) + "; public class " + name.substring(2) + " { public static String value() { return \""
                    + value(name) + "\"; } }");
            arguments.add(source.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
        return here.resolve("compiled");
    }

    private Path jar(String name, Path compiled, int method, String... members) throws IOException {
        Path jar = here.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "META-INF/MANIFEST.MF", method, ("Manifest-Version: 1.0\r\nImplementation-Title: " + name + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            for (String member : members) {
                classes.add(member);
                String file = member.replace('.', '/') + ".class";
                put(zip, file, method, Files.readAllBytes(compiled.resolve(file)));
            }
        }
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_000_000L));
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, int method, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /** What a program gets: of each class what it computes, or why there is none. Null where the store is refused as a whole. */
    private List<String> answers(boolean share) throws IOException {
        ServedClassPath served;
        try {
            StoredImage image = StoredImage.open(store);
            served = new ServedClassPath(share ? image.sharingClasses(!Files.exists(store.resolve("classes")), true) : image, new Counters(), null, true);
        } catch (ClasscastException e) {
            assertThat(e.getMessage()).contains("index");
            return null;
        }
        ClassLoader loader = new Defining(served);
        List<String> answers = new ArrayList<>();
        for (String name : classes) {
            answers.add(name + " " + answer(loader, name));
            bytesAreRightOrNone(served, name);
        }
        return answers;
    }

    /** Defines classes as the JDK's built-in loaders do (BuiltinClassLoader.findClassOnClassPathOrNull). */
    private static final class Defining extends ClassLoader {
        private final ServedClassPath served;

        Defining(ServedClassPath served) {
            this.served = served;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Resource resource = served.getResource(name.replace('.', '/') + ".class");
            try {
                resource.getManifest();
                ByteBuffer buffer = resource.getByteBuffer();
                if (buffer != null) {
                    return defineClass(name, buffer, (ProtectionDomain) null);
                }
                byte[] bytes = resource.getBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static String answer(ClassLoader loader, String name) {
        try {
            return (String) loader.loadClass(name).getMethod("value").invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            assertThat(e).isInstanceOf(LinkageError.class).hasMessageContaining("has changed since rank 0 read it");
            return "refused";
        }
    }

    /** Also for those who define classes from resources. */
    private static void bytesAreRightOrNone(ServedClassPath served, String name) {
        int place = served.image().firstPlace(served.image().findClass(name));
        String file = name.replace('.', '/') + ".class";
        try {
            ByteBuffer bytes = served.getResource(file).getByteBuffer();
            if (bytes == null) {
                bytes = ByteBuffer.wrap(served.getResource(file).getBytes());
            }
            assertThat(OriginalPlace.isSound(served.image(), place, bytes)).as(name).isTrue();
            try (InputStream in = served.findResource(file).openStream()) {
                assertThat(OriginalPlace.isSound(served.image(), place, ByteBuffer.wrap(in.readAllBytes()))).as(name).isTrue();
            }
        } catch (IOException | LinkageError e) {
            // Told, and not given out as if it were right.
            assertThat(e).hasMessageMatching(".*(is damaged|invalid|ZLIB|has changed).*");
        }
    }

    private interface Check {
        void check(String where, List<String> answers);
    }

    private void flip(boolean share, int step, Check check) throws IOException {
        Random random = new Random(step);
        List<Path> files;
        try (Stream<Path> all = Files.list(store)) {
            files = all.sorted().toList();
        }
        int flips = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (int at = random.nextInt(step); at < bytes.length; at += step) {
                byte bit = (byte) (1 << random.nextInt(8));
                bytes[at] ^= bit;
                Files.write(file, bytes);
                check.check(file.getFileName() + ", byte " + at, answers(share));
                bytes[at] ^= bit;
                Files.write(file, bytes);
                flips++;
            }
        }
        assertThat(flips).isGreaterThan(500);
    }

    @Test
    void eachClassIsRightWhereverABitFlips() throws IOException {
        flip(false, 1, (where, answers) -> {
            if (where.startsWith("index")) {
                assertThat(answers).as(where).isNull();
            } else {
                assertThat(answers).as(where).isEqualTo(right);
            }
        });
    }

    @Test
    void eachClassIsRightOrRefusedWhereTheOriginalsAreGone() throws IOException {
        Files.delete(here.resolve("deflated.jar"));
        Files.delete(here.resolve("stored.jar"));
        Files.setLastModifiedTime(here.resolve("directory/c/Five.class"), FileTime.fromMillis(0));
        int[] refused = {0};
        flip(false, 3, (where, answers) -> {
            for (int i = 0; answers != null && i < answers.size(); i++) {
                refused[0] += answers.get(i).equals(right.get(i)) ? 0 : 1;
                assertThat(answers.get(i)).as(where).isIn(right.get(i), classes.get(i) + " refused");
            }
        });
        assertThat(refused[0]).isGreaterThan(100);
    }

    /** The file of inflated classes, which the JVMs of a node share. */
    @Test
    void eachClassIsRightWhereverABitFlipsInWhatOthersHaveInflated() throws IOException {
        assertThat(answers(true)).isEqualTo(right);
        assertThat(store.resolve("classes")).isNotEmptyFile();
        flip(true, 3, (where, answers) -> {
            if (!where.startsWith("index")) {
                assertThat(answers).as(where).isEqualTo(right);
            }
        });
    }

    /** The file of small copies, out of which all JVMs of the node read. */
    @Test
    void eachClassIsRightWhereverABitFlipsInWhatIsJoined() throws IOException {
        StoredImage.openFirst(store);
        assertThat(store.resolve("small")).isNotEmptyFile();
        flip(false, 2, (where, answers) -> {
            if (!where.startsWith("index")) {
                assertThat(answers).as(where).isEqualTo(right);
            }
        });
    }
}
