package io.classcast.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A class path of everything that is rare in jars and directories. */
final class OddJars {
    private final Path here;
    private final Path classes;

    private OddJars(Path here, Path classes) {
        this.here = here;
        this.classes = classes;
    }

    /** Makes it below an empty directory; gives its elements, some of which are missing or no jars at all. */
    static List<Path> make(Path here) throws IOException {
        Path sources = Files.createDirectories(here.resolve("sources"));
        for (int k = 0; k < 30; k++) {
            String holder = "gen.p" + k % 6;
            source(sources, holder, "C" + k, k % 7 == 3 ? " extends gen.p" + (k + 1) % 6 + ".C" + (k + 1) : "");
        }
        source(sources, "\u00fcm.l\u00e4ut", "\u00d6l", "");
        source(sources, "seal.ed", "One", "");
        source(sources, "seal.ed", "Two", "");
        Files.writeString(sources.resolve("Top.java"), "public class Top { }");
        Path classes = here.resolve("compiled");
        Application.compile(sources, List.of(), classes);
        return new OddJars(here, classes).make();
    }

    private static void source(Path sources, String in, String name, String also) throws IOException {
        Path file = sources.resolve(in.replace('.', '/')).resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package " + in + "; public class " + name + also + " { }");
    }

    private List<Path> make() throws IOException {
        Path directory = directory();
        Path plain = jar("plain.jar", true, entries("Implementation-Title: plain\nImplementation-Version: 1\nName: gen/p1/\nImplementation-Title: own",
                "gen/", "", "gen/p1/", "", "META-INF/services/x.Y", "plain", "both", "plain", "a/b", "file", "x y.txt", "space"), 5, 18);
        Path stored = jar("stored.jar", false, entries("", "both", "stored", "a/", "", "a/b", "stored, too", "META-INF/services/x.Y", "stored", "", null), 15, 26);
        Path versions = jar("versions.jar", true, entries("Multi-Release: true", "v/a", "base", "META-INF/versions/9/v/a", "nine", "META-INF/versions/11/v/a", "eleven",
                "META-INF/versions/21/v/a", "twenty-one", "META-INF/versions/99/v/a", "later", "META-INF/versions/9/v/new", "only here", "META-INF/versions/9/v/", "",
                "META-INF/versions/5/v/a", "five", "META-INF/versions/08/v/a", "leading zero", "META-INF/versions/9/META-INF/inner", "x", "META-INF/versions/10/w/", "",
                "META-INF/versions/x/v/a", "no number", "META-INF/versions/9", "a file", "v/b", "base"), 0, 4);
        // What has versions and is not declared to have them.
        Path undeclared = jar("undeclared.jar", true, entries("Multi-Release: no", "n/a", "base", "META-INF/versions/9/n/a", "nine"), 0, 0);
        Path odd = jar("odd names.jar", true, entries(null, "/lead.txt", "lead", "../up.txt", "up", "a/../b.txt", "dots", "a//b.txt", "double", "./dot.txt", "dot",
                "data/", "a directory with bytes", "back\\slash", "b", "per%41cent.txt", "p", "per cent%", "q", "what?x=1", "w", "hash#y", "h", "semi;z", "s", "\u00fcn\u00ef/\u00e4.txt", "u",
                "\ud83d\ude00", "emoji", "!/x", "bang", "jar!/y", "bang", "a:b", "colon", ":", "c", "//two", "t", "tab\tx", "t"), 0, 0);
        Path comment = jar("comment.jar", true, entries("", "commented", "yes"), 26, 30);
        comment(comment, "PK\5\6 is not the end");
        Path twice = jar("twice.jar", true, entries("", "same1", "first", "same2", "second", "both", "twice"), 0, 0);
        replace(twice, "same2", "same1");
        Path empty = Files.write(here.resolve("empty.jar"), new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        Path wrongSum = jar("wrong-crc.jar", false, entries("", "crc", "the checksum of this is wrong"), 0, 0);
        CRC32 crc = new CRC32();
        crc.update("the checksum of this is wrong".getBytes(StandardCharsets.UTF_8));
        replace(wrongSum, littleEndian((int) crc.getValue()), littleEndian(12345));
        Path noHeader = jar("no-header.jar", true, entries(null, "headless", "the local header of this is damaged", "whole", "this is not"), 0, 0);
        byte[] bytes = Files.readAllBytes(noHeader);
        bytes[2] = 7;
        Files.write(noHeader, bytes);
        Path cut = jar("cut.jar", false, entries("", "cut", "x"), 0, 5);
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 900));
        Path bent = jar("bent.jar", true, entries("Class-Path: file:elsewhere.jar //x/y.jar ../up.jar", "bent", "its Class-Path is odd"), 0, 0);
        Path unfolded = jar("bad-manifest.jar", true, entries("Class-Path: x.jar\nNo colon", "bad-manifest", "the JDK does not search it"), 0, 0);
        Path lower = jar("lower.jar", true, entries(null, "meta-inf/manifest.mf", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n", "l/a", "base", "META-INF/versions/9/l/a", "nine"), 0, 0);
        jar("named.jar", true, entries("", "named", "by Class-Path", "both", "named"), 0, 2);
        Path names = jar("names.jar", true, entries("Class-Path: named.jar missing.jar ./named.jar odd%20names.jar sub/ plain.jar", "names", "other jars"), 0, 0);
        Path sealed = jar("sealed.jar", true, entries("Sealed: true", "seal", "ed"), 0, 0, "seal/ed/One.class");
        Path intruder = jar("intruder.jar", true, entries("", "in", "truder"), 0, 0, "seal/ed/Two.class", "Top.class", "\u00fcm/l\u00e4ut/\u00d6l.class");
        Path prefixed = here.resolve("prefixed.jar");
        ByteArrayOutputStream launcher = new ByteArrayOutputStream();
        launcher.write("#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8));
        launcher.write(Files.readAllBytes(comment));
        Files.write(prefixed, launcher.toByteArray());
        Path garbage = Files.writeString(here.resolve("garbage.jar"), "this is no jar");
        return List.of(directory, plain, stored, versions, undeclared, odd, here.resolve("missing.jar"), comment, twice, empty, wrongSum, noHeader, cut, bent,
                unfolded, lower, names, sealed, intruder, prefixed, garbage, zip64(), plain);
    }

    private Path directory() throws IOException {
        Path directory = here.resolve("a directory \u00e4%41");
        for (int k = 0; k < 10; k++) {
            copyClass(k, directory);
        }
        for (String name : List.of("a b/\u00e4 \u00f6.txt", "p%20q/x%41.txt", "META-INF/MANIFEST.MF", "META-INF/versions/9/d/a", "d/a", "both", "file", "META-INF/services/x.Y", "empty/sub/leaf",
                "what?x=1", "hash#y", "broken/Short.class", "broken/Wrong.class", "Top.class.txt", ".hidden")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name.startsWith("META-INF/M") ? "Manifest-Version: 1.0\nMulti-Release: true\n\n" : "in the directory: " + name);
        }
        byte[] wrong = Files.readAllBytes(classes.resolve("Top.class"));
        Files.write(directory.resolve("broken/Wrong.class"), wrong);
        Files.write(directory.resolve("broken/Short.class"), java.util.Arrays.copyOf(wrong, 40));
        Files.createDirectories(directory.resolve("bare"));
        Path named = Files.createDirectories(here.resolve("sub"));
        Files.writeString(named.resolve("in-sub"), "named by a Class-Path");
        return directory;
    }

    private void copyClass(int k, Path directory) throws IOException {
        String name = "gen/p" + k % 6 + "/C" + k + ".class";
        Files.createDirectories(directory.resolve(name).getParent());
        Files.copy(classes.resolve(name), directory.resolve(name));
    }

    /** A manifest (null: none), then names and contents. */
    private static Map<String, String> entries(String manifest, String... rest) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (manifest != null) {
            entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n" + (manifest.isEmpty() ? "" : manifest.replace("\nName:", "\n\nName:") + "\n") + "\n");
        }
        for (int i = 0; i < rest.length; i += 2) {
            if (rest[i + 1] != null) {
                entries.put(rest[i], rest[i + 1]);
            }
        }
        return entries;
    }

    private Path jar(String name, boolean deflated, Map<String, String> entries, int from, int to, String... more) throws IOException {
        Path jar = here.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8), deflated);
            }
            for (int k = from; k < to; k++) {
                String type = "gen/p" + k % 6 + "/C" + k + ".class";
                put(zip, type, Files.readAllBytes(classes.resolve(type)), deflated);
            }
            for (String type : more) {
                put(zip, type, Files.readAllBytes(classes.resolve(type)), deflated);
            }
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes, boolean deflated) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (!deflated || name.endsWith("/")) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static void comment(Path jar, String comment) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        byte[] text = comment.getBytes(StandardCharsets.ISO_8859_1);
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + text.length);
        System.arraycopy(text, 0, longer, bytes.length, text.length);
        longer[bytes.length - 2] = (byte) text.length;
        Files.write(jar, longer);
    }

    private static String littleEndian(int number) {
        return new String(new byte[] {(byte) number, (byte) (number >> 8), (byte) (number >> 16), (byte) (number >> 24)}, StandardCharsets.ISO_8859_1);
    }

    private static void replace(Path jar, String from, String to) throws IOException {
        String text = new String(Files.readAllBytes(jar), StandardCharsets.ISO_8859_1);
        Files.write(jar, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path zip64() throws IOException {
        Path jar = here.resolve("zip64.jar");
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true", "forceZIP64End", "true"))) {
            Files.writeString(zip.getPath("in64"), "a jar with a zip64 end");
            Files.writeString(zip.getPath("both"), "zip64");
            Files.createDirectories(zip.getPath("gen/p0"));
            Files.write(zip.getPath("gen/p0/C12.class"), Files.readAllBytes(classes.resolve("gen/p0/C12.class")));
            Files.write(zip.getPath("gen/p0/C24.class"), Files.readAllBytes(classes.resolve("gen/p0/C24.class")));
        }
        return jar;
    }
}
