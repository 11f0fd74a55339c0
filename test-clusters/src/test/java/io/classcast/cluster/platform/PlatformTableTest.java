package io.classcast.cluster.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTableTest {
    @TempDir
    private Path directory;

    private static Map<String, Verdict> allGreen() {
        Map<String, Verdict> known = new LinkedHashMap<>();
        for (Platform platform : Platforms.all()) {
            for (Check check : Checks.of(platform.kind())) {
                put(known, new Verdict("2026-12-01", platform.id(), check.name(), platform.software() + " 1.2 (" + platform.debian() + ")", 10, 10, 1, null, List.of()));
            }
        }
        return known;
    }

    private static void put(Map<String, Verdict> known, Verdict verdict) {
        known.put(PlatformLog.key(verdict.platform(), verdict.check()), verdict);
    }

    @Test
    void whatNobodyHasTriedIsNamed() {
        Map<String, Verdict> known = allGreen();
        assertThat(new PlatformTable(known).text()).contains("Results of 2026-12-01.").doesNotContain("Not tried yet");
        known.remove(PlatformLog.key("mpich-debian11", "hello"));
        assertThat(new PlatformTable(known).text()).contains("Not tried yet:\n\n- MPICH 1.2 (Debian 11): hello\n");
        assertThat(new PlatformTable(known).summary()).contains("| MPICH | 1.2 | all the same as without Classcast; checks still to be tried: 1 |");
        assertThat(new PlatformTable(Map.of()).text()).contains("- mpich-debian11\n").doesNotContain("Debian 11 |");
        assertThat(new PlatformTable(Map.of()).summary()).contains("| MPICH | nothing yet |");
    }

    @Test
    void whatIsNotGreenHasItsReason() {
        Map<String, Verdict> known = allGreen();
        put(known, new Verdict("2026-12-01", "openmpi-debian13", "calls MPI", "Open MPI 1.2 (Debian 13)", 9, 10, 1, null, List.of("did not end", "did not end")));
        put(known, new Verdict("2026-12-02", "jdk-28", "hadoop35, run", "JDK 28 (Debian unstable)", 0, 0, 0, "no SecurityManager", List.of()));
        put(known, new Verdict("2026-12-02", "jdk-27", "hello, run", "JDK 27", 0, 0, 0, Verdict.UNAVAILABLE + "no such package", List.of()));
        String text = new PlatformTable(known).text();
        assertThat(text).contains("| 9 of 10 |", "- **Open MPI 1.2 (Debian 13), calls MPI**: 9 of 10; did not end\n",
                "11 of 11, 1 not without it either", "hadoop35, without Classcast: no SecurityManager", "not to be had: no such package");
        assertThat(new PlatformTable(known).summary()).contains("| Open MPI | 1.2 |", "problems with Open MPI 1.2 (Debian 13)");
    }

    @Test
    void thePageAndTheReadmeKeepWhatPeopleHaveWritten() throws IOException {
        Path page = directory.resolve("platforms.md");
        Path readme = Files.writeString(directory.resolve("README.md"), "before\n<!-- platforms -->\nold\n<!-- /platforms -->\nafter\n");
        new PlatformTable(allGreen()).write(page, readme);
        assertThat(page).content().startsWith("# Platforms\n").contains("test-clusters/platforms.sh");
        assertThat(readme).content().startsWith("before\n").endsWith("after\n").contains("| JDK | 1.2 | all the same").doesNotContain("old");
    }

    @Test
    void versionsAreThoseThatPeopleKnow() {
        assertThat(Platform.shortened("5.0.7-1")).isEqualTo("5.0.7");
        assertThat(Platform.shortened("6.0.0~rc2-2")).isEqualTo("6.0.0rc2");
        assertThat(Platform.shortened("27.0.1.0.3+1-1")).isEqualTo("27.0.1.0.3");
        assertThat(Platform.shortened("1:22.05.8-4+deb12u1")).isEqualTo("22.05.8");
        assertThat(Platform.shortened("25.0.5+8-1~deb13u1")).isEqualTo("25.0.5");
        assertThat(Platform.shortened("4.3.0+really4.2.1-1")).isEqualTo("4.2.1");
        assertThat(Platform.shortened("28~18ea-1")).isEqualTo("28-ea+18");
        assertThat(Platform.shortened("")).isEmpty();
    }
}
