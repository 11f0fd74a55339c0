package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageBuilder;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.Inflater;
import java.util.zip.ZipFile;

/** Whatever a jar holds: the scan and the JDK's own reader refuse it both, or find the same names and the same bytes in it. */
class JarScannerFuzzTest {
    @FuzzTest
    void theJdkFindsTheSameInAJar(byte[] data) throws IOException {
        Path jar = FuzzFiles.directory().resolve("fuzz.jar");
        Path store = FuzzFiles.directory().resolve("store");
        try {
            Files.createDirectories(store);
            Files.write(jar, data);
            ScannedEntry ours = JarScanner.scan(jar.toUri().toURL().toString(), new EntryFile(jar, null), Files.readAttributes(jar, BasicFileAttributes.class), 0,
                    ScanOptions.of(store, List.of()), null);
            compare(ours, jar, store);
        } finally {
            for (Path left : new Path[] {store, jar}) {
                String[] files = left.toFile().list();
                for (int i = 0; files != null && i < files.length; i++) {
                    Files.delete(left.resolve(files[i]));
                }
                Files.deleteIfExists(left);
            }
        }
    }

    private static void compare(ScannedEntry ours, Path file, Path store) throws IOException {
        if (ours.entry().kind() == EntryKind.LIVE) {
            // The JDK is asked itself.
            return;
        }
        boolean accepted = ours.entry().kind() == EntryKind.JAR;
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
            Boolean searched = classLoaderAccepts(file, jar);
            assertThat(searched == null ? accepted : searched).as("the JDK searches it; %s", ours.problem()).isEqualTo(accepted);
            if (accepted) {
                assertThat(ours.entry().multiRelease()).as("multi-release").isEqualTo(jar.isMultiRelease());
                ImageBuilder builder = new ImageBuilder(false, Runtime.version().feature(), 0, "");
                builder.add(ours.entry(), ours.names());
                Image image = Image.open(builder.build());
                compare(image, jar, ours.entry().content() < 0 ? null : Files.readAllBytes(store.resolve(ours.entry().storeName())));
            }
        } catch (IOException | IllegalArgumentException e) {
            assertThat(accepted).as("the JDK refuses it: %s", e).isFalse();
        }
    }

    /** Whether the JDK's class loaders search a jar; null where none of its names makes a URL. */
    private static Boolean classLoaderAccepts(Path file, JarFile jar) throws IOException {
        Boolean accepts = null;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()}, null)) {
            for (JarEntry entry : java.util.Collections.list(jar.entries())) {
                if (entry.getName().matches("[A-Za-z0-9_][A-Za-z0-9._/-]*")) {
                    accepts = loader.findResource(entry.getName()) != null;
                    if (accepts) {
                        break;
                    }
                }
            }
        }
        return accepts;
    }

    private static void compare(Image image, JarFile jar, byte[] content) throws IOException {
        Set<String> known = new HashSet<>();
        for (JarEntry entry : java.util.Collections.list(jar.entries())) {
            String name = entry.getName();
            String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            known.add(plain);
            int id = image.find(plain);
            assertThat(id).as("name '%s'", name).isNotNegative();
            if (plain.isEmpty()) {
                // "" and "/" are one name here, and two for the JDK; ResourceSearch tells them apart.
                continue;
            }
            JarEntry found = jar.getJarEntry(plain);
            int place = image.firstPlace(id);
            compare(image, place, plain, found, jar, content);
        }
        for (int id = 0; id < image.nameCount(); id++) {
            assertThat(known.contains(image.name(id)) || image.version(image.firstPlace(id)) > 0).as("name '%s'", image.name(id)).isTrue();
            if (image.name(id).isEmpty() || image.name(id).endsWith("/")) {
                // Of "a//" only the last slash is dropped, as of what is asked for.
                continue;
            }
            JarEntry found = jar.getJarEntry(image.name(id));
            assertThat(found).as("name '%s'", image.name(id)).isNotNull();
            compare(image, image.firstPlace(id), image.name(id), found, jar, content);
        }
    }

    private static void compare(Image image, int place, String name, JarEntry found, JarFile jar, byte[] content) {
        int version = image.version(place);
        boolean directory = (image.flags(place) & ImageFormat.PLACE_DIRECTORY) != 0;
        String real = (version == 0 ? name : "META-INF/versions/" + version + "/" + name) + (directory ? "/" : "");
        ImageEntry entry = image.entry(image.entryOf(place));
        assertThat(directory ? real : found.getRealName()).as("name '%s'", name).isEqualTo(real);
        if (directory || entry.viaJarFile()) {
            return;
        }
        assertThat(image.size(place)).as("size of '%s'", name).isEqualTo((int) found.getSize());
        assertThat(image.method(place)).as("method of '%s'", name).isEqualTo(found.getMethod());
        // Where they cannot be read at once, the class loader asks the JDK.
        byte[] ours = ours(image, place, content);
        assertThat(ours == null || Arrays.equals(ours, theirs(jar, found))).as("bytes of '%s'", name).isTrue();
    }

    /** As the JDK's class loaders read: as many bytes as the directory says; null where they are not there. */
    private static byte[] theirs(JarFile jar, JarEntry entry) {
        int size = (int) Math.min(1 << 20, entry.getSize());
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(size);
            return bytes.length == size ? bytes : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static byte[] ours(Image image, int place, byte[] content) {
        try {
            return inflated(image, place, content);
        } catch (IOException | java.util.zip.DataFormatException e) {
            return null;
        }
    }

    private static byte[] inflated(Image image, int place, byte[] content) throws IOException, java.util.zip.DataFormatException {
        int size = Math.min(1 << 20, image.size(place));
        int length = image.compressedSize(place);
        ByteBuffer file = ByteBuffer.wrap(content).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        long at = image.offset(place);
        if (at + 30 > content.length || file.getInt((int) at) != 0x04034B50) {
            throw new EOFException("no header");
        }
        at += 30 + (file.getShort((int) at + 26) & 0xFFFF) + (file.getShort((int) at + 28) & 0xFFFF);
        if (at + length > content.length) {
            throw new EOFException("beyond the file");
        }
        byte[] bytes = new byte[size];
        if (image.method(place) == 0) {
            System.arraycopy(content, (int) at, bytes, 0, size);
            return bytes;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(content, (int) at, length);
            int got = 0;
            while (got < size) {
                int more = inflater.inflate(bytes, got, size - got);
                if (more == 0) {
                    throw new EOFException("ends early");
                }
                got += more;
            }
            return bytes;
        } finally {
            inflater.end();
        }
    }
}
