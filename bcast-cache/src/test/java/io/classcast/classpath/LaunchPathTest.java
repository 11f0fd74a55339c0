package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchPathTest {
    @Test
    void anEmptyClassPathIsTheWorkingDirectoryAndComesBackFromTheImage() {
        LaunchPath resolved = LaunchPath.ofText("").resolve();
        assertThat(resolved.urls()).singleElement().asString().startsWith("file:/").endsWith("/");
        assertThat(LaunchPath.decode(resolved.encode())).isEqualTo(resolved);
    }

    @Test
    void whatTheJvmKnowsIsNotInTheImage() {
        assertThat(LaunchPath.ofUrls(List.of("file:/a.jar")).encode()).isEmpty();
    }
}
