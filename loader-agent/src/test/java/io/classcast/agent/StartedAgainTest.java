package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartedAgainTest {
    private static final List<String> GIVEN = List.of("java", "-XX:+UnlockExperimentalVMOptions", "-agentlib:instrument=/x/classcast-agent.jar=engine=none",
            "-Dclasscast.include=/a,/b", "-Dclasscast.classpath=lib/*:", "-cp", "/x/classcast-agent.jar", "-Dk=v", "Main", "-cp", "other",
            "-Dclasscast.x=y");

    @Test
    void theClassPathIsBackAndWhatWasAddedIsGone() {
        assertThat(StartedAgain.command(GIVEN, "/jdk", new OffCommandLine("lib/*:", false))).containsExactly("/jdk/bin/java",
                "-XX:+UnlockExperimentalVMOptions", "-cp", "lib/*:", "-Dk=v", "Main", "-cp", "other", "-Dclasscast.x=y");
    }

    @Test
    void aJarIsStartedAsOne() {
        assertThat(StartedAgain.command(List.of("java", "-javaagent:/x/classcast-agent.jar", "-Dclasscast.classpath=app.jar", "-Dclasscast.jar=true", "-cp",
                "/x/classcast-agent.jar", "-ea", "app.jar", "a"), "/jdk", new OffCommandLine("app.jar", true)))
                .containsExactly("/jdk/bin/java", "-jar", "-ea", "app.jar", "a");
    }
}
