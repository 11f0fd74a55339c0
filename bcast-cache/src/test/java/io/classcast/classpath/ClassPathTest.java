package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @TempDir
    Path directory;

    @Test
    void anEmptyElementIsTheWorkingDirectory() {
        String here = "file:" + UrlPath.encode(Path.of("").toAbsolutePath().toString()) + "/";
        assertThat(ClassPath.parse("")).containsExactly(here);
        assertThat(ClassPath.parse("/none.jar::.")).containsExactly("file:/none.jar", here, here);
    }

    @Test
    void aWildcardMeansTheJarsOfADirectory() throws IOException {
        Files.createFile(directory.resolve("a.jar"));
        Files.createFile(directory.resolve("b.JAR"));
        Files.createFile(directory.resolve("c.txt"));
        assertThat(ClassPath.parse(directory + "/*")).containsExactlyInAnyOrder("file:" + directory + "/a.jar",
                "file:" + directory + "/b.JAR");
        assertThat(ClassPath.parse(directory + "/none/*")).containsExactly("file:" + directory + "/none/*");
    }

    @Test
    void directoriesEndWithASlashAndLinksAreFollowed() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThat(ClassPath.parse(link.toString())).containsExactly("file:" + real + "/");
    }

    @Test
    void pathsAreEscapedAsTheJdkDoes() {
        assertThat(UrlPath.encode("/a b/ä/%/#?[]\\^`{|}\"<>")).isEqualTo(
                "/a%20b/%c3%a4/%25/%23%3f%5b%5d%5c%5e%60%7b%7c%7d%22%3c%3e");
        assertThat(UrlPath.encode("/plain;-_.!~*'():@&=+$,")).isEqualTo("/plain%3b-_.!~*'():@&%3d+$,");
        assertThat(UrlPath.encode("日")).isEqualTo("%e6%97%a5");
        assertThat(UrlPath.decode("/a%20b/%C3%A4")).isEqualTo("/a b/ä");
        assertThat(UrlPath.decode("/%zz")).isNull();
        assertThat(UrlPath.decode("/%E")).isNull();
        assertThat(UrlPath.decode("/%FF")).isNull();
        assertThat(UrlPath.decode("%20")).isEqualTo(" ");
    }

    @Test
    void onlyFileUrlsHaveAPath() {
        assertThat(ClassPath.path("file:/a%20b.jar")).isEqualTo("/a b.jar");
        assertThat(ClassPath.path("file:///a.jar")).isEqualTo("/a.jar");
        assertThat(ClassPath.path("file://host/a.jar")).isNull();
        assertThat(ClassPath.path("http://host/a.jar")).isNull();
    }

    @Test
    void mainAttributesAreFoundAcrossFoldedLines() throws java.io.IOException {
        byte[] manifest = ("Manifest-Version: 1.0\nclass-path: a.jar\n  b.jar\n c.jar\r\nMulti-Release: True\r\n\r\n"
                + "Name: x\nClass-Path: no.jar\n").getBytes(StandardCharsets.UTF_8);
        MainAttributes main = MainAttributes.parse(manifest);
        assertThat(main.classPath()).isEqualTo("a.jar b.jarc.jar");
        assertThat(main.multiRelease()).isTrue();
        assertThat(MainAttributes.parse(new byte[0])).isEqualTo(MainAttributes.NONE);
    }
}
