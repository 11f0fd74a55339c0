package io.classcast.cluster.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AptMirrorTest {
    @Test
    void theMirrorIsThatOfTheMachinesOwnRelease() throws IOException {
        String targets = """
                bookworm-security main http://security.example/debian-security/
                cloud-bookworm main https://packages.example/apt/
                bookworm contrib http://contrib.example/debian/
                bookworm main http://mirror.example/debian/
                """;
        assertThat(AptMirror.address(targets, "bookworm")).isEqualTo("http://mirror.example/debian");
    }

    @Test
    void aMachineWithoutOneSaysWhatToDo() {
        assertThatThrownBy(() -> AptMirror.address("nodistro main https://other.example/\n", "bookworm")).isInstanceOf(IOException.class)
                .hasMessageContaining("bookworm main").hasMessageContaining("sources.list.d");
    }

    @Test
    void proxiesAreTakenOver() {
        String dump = """
                Acquire::http "";
                Acquire::http::Proxy "http://proxy.example:3142";
                Acquire::https::Proxy::mirror.example "DIRECT";
                Acquire::http::Proxy-Auto-Detect "/usr/bin/detect";
                Acquire::Retries "3";
                """;
        assertThat(AptMirror.proxies(dump)).containsExactly("Acquire::http::Proxy \"http://proxy.example:3142\";",
                "Acquire::https::Proxy::mirror.example \"DIRECT\";", "Acquire::http::Proxy-Auto-Detect \"/usr/bin/detect\";");
    }
}
