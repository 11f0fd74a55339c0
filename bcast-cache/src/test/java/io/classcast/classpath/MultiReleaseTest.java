package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import io.classcast.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiReleaseTest {
    private static final int RUNNING = Runtime.version().feature();

    @TempDir
    Path directory;

    @AfterEach
    void forget() {
        System.clearProperty("jdk.util.jar.version");
        System.clearProperty("jdk.util.jar.enableMultiRelease");
    }

    private static int feature(String version, String enabled) {
        System.setProperty("jdk.util.jar.version", version);
        System.setProperty("jdk.util.jar.enableMultiRelease", enabled);
        return MultiRelease.feature();
    }

    @Test
    void theVersionIsThatOfTheSwitchesWithinTheBoundsOfTheJdk() {
        assertThat(MultiRelease.feature()).isEqualTo(RUNNING);
        assertThat(feature("11", "true")).isEqualTo(11);
        assertThat(feature("99", "true")).isEqualTo(RUNNING);
        assertThat(feature("-1", "whatever")).isEqualTo(8);
        assertThat(feature("11", "force")).isEqualTo(11);
        assertThat(feature("11", "false")).isEqualTo(MultiRelease.DISABLED);
    }

    @Test
    void aVersionThatIsNoNumberIsRefusedByName() {
        for (String version : new String[] {"x", "", "11.0"}) {
            assertThatThrownBy(() -> feature(version, "false")).isInstanceOf(ClasscastException.class)
                    .hasMessageContaining("-Djdk.util.jar.version=" + version + " ");
        }
    }

    @Test
    void aScanResolvesNamesForTheVersionOfTheSwitches() throws IOException {
        Path jar = TestJars.jar(directory.resolve("mr.jar"), "Multi-Release: true\r\n", "a/B.class", "META-INF/versions/8/a/B.class",
                "META-INF/versions/9/a/B.class", "META-INF/versions/11/a/B.class", "META-INF/versions/12/only/New.class");
        assertThat(versionOf(jar, "17", "true")).isEqualTo(11);
        assertThat(versionOf(jar, "10", "true")).isEqualTo(9);
        assertThat(versionOf(jar, "8", "true")).isZero();
        assertThat(versionOf(jar, "17", "false")).isZero();
    }

    private static int versionOf(Path jar, String version, String enabled) {
        feature(version, enabled);
        Image image = Image.open(ClassPathScanner.scan(ClassPath.parse(jar.toString()), 1, ScanOptions.of(null, List.of())).index());
        assertThat(image.find("only/New.class") >= 0).isEqualTo(version.equals("17") && enabled.equals("true"));
        assertThat(image.entry(0).multiRelease()).isEqualTo(enabled.equals("true"));
        return image.version(image.firstPlace(image.find("a/B.class")));
    }
}
