package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.ownmpi.OwnMpiRun;
import io.classcast.cluster.ownmpi.Starter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A slice of the jobs that call MPI themselves; {@code test-clusters/ownmpi.sh} runs all of them. Durations are compared: alone. */
@Tag("measuring")
class OwnMpiIT {
    /** With JDK 17, then with JDK 25: each kind of caller, of question and of end at least once. */
    private static final List<String> ON_17 = List.of("none-exit", "jni-initialized", "jni-never-finalized", "jar-sum");
    private static final List<String> ON_25 = List.of("jni-other-thread", "jni-killed-between", "foreign-thread-2", "foreign-second-init");

    @ParameterizedTest
    @EnumSource(Starter.class)
    void aJobThatCallsMpiItselfEndsAsWithoutClasscastAndIsServed(Starter starter) throws IOException {
        List<String> problems = new ArrayList<>();
        try (OwnMpiRun run = new OwnMpiRun(starter, 2, Fixtures.workspace("ownmpi-" + starter), "")) {
            for (String kind : ON_17) {
                problems.addAll(run.problems(17, kind));
            }
            for (String kind : ON_25) {
                problems.addAll(run.problems(25, kind));
            }
        }
        assertThat(problems).isEmpty();
    }
}
