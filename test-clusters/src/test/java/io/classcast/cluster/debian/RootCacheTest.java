package io.classcast.cluster.debian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootCacheTest {
    @Test
    void theReasonIsWhatAptComplainsAbout() {
        String errors = """
                I: automatically chosen mode: root
                Reading package lists...
                The following packages have unmet dependencies:
                 openjdk-27-jre-headless : Depends: libc6 (>= 2.99) but it is not going to be installed
                E: Unable to correct problems, you have held broken packages.
                I: main() received signal PIPE: waiting for setup...
                E: mmdebstrap failed to run
                """;
        assertThat(RootCache.reason(errors)).isEqualTo("openjdk-27-jre-headless : Depends: libc6 (>= 2.99) but it is not going to be installed; "
                + "E: Unable to correct problems, you have held broken packages.; E: mmdebstrap failed to run");
    }

    @Test
    void withoutAComplaintItIsTheEnd() {
        assertThat(RootCache.reason("I: one\ntwo\nthree\nfour\nfive\n")).isEqualTo("three; four; five");
        assertThat(RootCache.reason("")).isEmpty();
    }
}
