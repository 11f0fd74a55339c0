package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A signed jar that was changed after it was signed fails as in plain Java: at the same place, with the same class and message of
 * exception, whatever is served. One that is all right has the same signers.
 */
class TamperedJarIT {
    private static Path here;
    private static Path signed;
    private static Path program;

    /** What is done to a copy of the signed jar; null removes an entry. */
    private interface Change {
        byte[] apply(String name, byte[] bytes);
    }

    private static final Map<String, Change> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("nothing", (name, bytes) -> bytes);
        CHANGES.put("class bytes", (name, bytes) -> name.equals("lib/Part.class") ? replaced(bytes, "intact", "broken") : bytes);
        CHANGES.put("resource bytes", (name, bytes) -> name.equals("lib/text.txt") ? "broken".getBytes(StandardCharsets.US_ASCII) : bytes);
        CHANGES.put("a digest in the manifest", (name, bytes) -> name.equals("META-INF/MANIFEST.MF")
                ? new String(bytes, StandardCharsets.UTF_8).replaceAll("(Name: lib/Part.class\\s+SHA-\\d+-Digest: )....", "$1AAAA")
                        .getBytes(StandardCharsets.UTF_8) : bytes);
        CHANGES.put("an attribute of the manifest", (name, bytes) -> name.equals("META-INF/MANIFEST.MF")
                ? replaced(bytes, "Created-By", "Crafted-By") : bytes);
        CHANGES.put("a removed class", (name, bytes) -> name.equals("lib/Part.class") ? null : bytes);
        CHANGES.put("a removed manifest", (name, bytes) -> name.equals("META-INF/MANIFEST.MF") ? null : bytes);
        CHANGES.put("a removed signature file", (name, bytes) -> name.endsWith(".SF") ? null : bytes);
        CHANGES.put("a removed signature block", (name, bytes) -> name.endsWith(".RSA") || name.endsWith(".EC") ? null : bytes);
        CHANGES.put("signature file", (name, bytes) -> name.endsWith(".SF") ? replaced(bytes, "Created-By", "Crafted-By") : bytes);
        CHANGES.put("signature block", (name, bytes) -> {
            if (name.endsWith(".RSA") || name.endsWith(".EC")) {
                bytes[bytes.length - 5] ^= 1;
            }
            return bytes;
        });
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<String> changes() {
        return new ArrayList<>(CHANGES.keySet());
    }

    @BeforeAll
    static void sign() throws IOException {
        here = Fixtures.empty(Fixtures.workspace("tampered"));
        program = Files.createDirectories(here.resolve("program"));
        Fixtures.compile("signed", program);
        Path lib = Files.createDirectories(here.resolve("jar/lib"));
        Files.move(program.resolve("lib/Part.class"), lib.resolve("Part.class"));
        Files.move(program.resolve("lib/Other.class"), lib.resolve("Other.class"));
        Files.writeString(lib.resolve("text.txt"), "intact");
        signed = here.resolve("signed.jar");
        SignedJars.tool("jar", "-c", "-f", signed.toString(), "-C", here.resolve("jar").toString(), "lib");
        SignedJars.sign(keys(), signed, "known");
    }

    private static Path keys() {
        return here.resolve("keys.p12");
    }

    private static Path changed(String what) throws IOException {
        Path jar = here.resolve(what.replace(' ', '-') + ".jar");
        int differences = 0;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(signed)); ZipOutputStream out = new ZipOutputStream(
                Files.newOutputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                byte[] other = CHANGES.get(what).apply(entry.getName(), bytes.clone());
                differences += java.util.Arrays.equals(bytes, other) ? 0 : 1;
                if (other != null) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(other);
                }
            }
        }
        assertThat(differences).as(what).isEqualTo(what.equals("nothing") ? 0 : 1);
        return jar;
    }

    private static Command.Result run(Path jar, String agent) {
        List<String> arguments = new ArrayList<>();
        if (agent != null) {
            arguments.add(Fixtures.agent("engine=none" + agent));
        }
        arguments.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", program + ":" + jar, "UsesSigned"));
        return Fixtures.java(17, arguments.toArray(new String[0]));
    }

    private static String compare(Path jar) {
        Command.Result plain = run(jar, null);
        assertThat(plain.exit()).as(plain.err()).isZero();
        for (String options : List.of("", ",loader=app", ",mode=locations")) {
            Command.Result served = run(jar, options);
            assertThat(served.err()).as(options).contains("served to 1 rank").hasLineCount(1);
            assertThat(served.out()).as(options).isEqualTo(plain.out());
            assertThat(served.exit()).isEqualTo(plain.exit());
        }
        return plain.out();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void itFailsAsInPlainJava(String what) throws IOException {
        String out = compare(changed(what));
        // What plain Java makes of it, so that the comparison is not between two that see nothing.
        String expected = switch (what) {
            case "nothing", "a removed signature file", "a removed signature block" -> "Part: intact";
            case "class bytes", "a digest in the manifest" -> "Part: java.lang.SecurityException";
            case "a removed class" -> "Part: java.lang.NoClassDefFoundError";
            case "resource bytes" -> "text: java.lang.SecurityException";
            default -> "Part: ";
        };
        assertThat(out).as(what).contains(expected);
        assertThat(Pattern.compile("signers: 1").matcher(out).find()).as(out).isEqualTo(what.equals("nothing")
                || what.equals("resource bytes") || what.equals("class bytes") || what.equals("a removed class"));
    }

    @Test
    void anExpiredSignerIsKeptAsInPlainJava() throws IOException {
        Path jar = Files.copy(here.resolve("signed.jar"), here.resolve("expired.jar"));
        Path unsigned = here.resolve("unsigned.jar");
        SignedJars.tool("jar", "-c", "-f", unsigned.toString(), "-C", here.resolve("jar").toString(), "lib");
        SignedJars.signExpired(keys(), unsigned, "expired");
        assertThat(compare(unsigned)).contains("Part: intact", "CN=expired");
        // And one with both.
        SignedJars.signAgain(keys(), jar, "expired");
        assertThat(compare(jar)).contains("signers: 2", "CN=known", "CN=expired");
    }
}
