package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.classcast.cluster.debian.RootCache;
import io.classcast.cluster.debian.UnavailableException;
import io.classcast.cluster.platform.PlatformRun;
import io.classcast.cluster.platform.Platforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slice of docs/platforms.md; {@code test-clusters/platforms.sh} runs all of it. */
class PlatformsIT {
    /** check.sh prints it at its end. */
    private static final Path NOT_RUN = Machine.home().resolve("target/platforms-not-run.txt");
    private static final RootCache ROOTS = new RootCache();

    @BeforeAll
    static void forgetWhatDidNotRunLastTime() throws IOException {
        Files.deleteIfExists(NOT_RUN);
    }

    /** Debian 13 stays as it is: it has to be there. */
    @ParameterizedTest
    @CsvSource({"openmpi-debian13,hello;calls MPI;doctor;killed rank", "mpich-debian13,hello;calls MPI;stage",
        "jdk-21,'hello, agent;data, run;hello, archive'"})
    void onDebian13JobsEndAsTheyDoWithoutClasscast(String platform, String checks) throws IOException, UnavailableException {
        assertThat(problems(platform, checks)).isEmpty();
    }

    /** Suites that move: where they have no JDK 27 or no MPICH 5 that can be installed today, check.sh's last lines say so. */
    @ParameterizedTest
    @CsvSource("jdk-27,'hello, agent;data, run;hello, archive'")
    void onJdk27AndMpich5JobsEndAsTheyDoWithoutClasscastWhereTheyCanBeHad(String platform, String checks) throws IOException {
        List<String> problems;
        try {
            problems = problems(platform, checks);
        } catch (UnavailableException e) {
            Files.writeString(NOT_RUN, platform + " was not run: " + e.getMessage() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            abort(e.getMessage());
            return;
        }
        assertThat(problems).isEmpty();
    }

    private static List<String> problems(String platform, String checks) throws IOException, UnavailableException {
        List<String> problems = new ArrayList<>();
        try (PlatformRun run = new PlatformRun(Platforms.named(platform), ROOTS, Fixtures.workspace("platform-" + platform),
                Machine.home().resolve("target/it/platforms"))) {
            for (String check : checks.split(";")) {
                run.problems(check, 1).forEach(problem -> problems.add(run.label() + ", " + check + ": " + problem));
            }
        }
        return problems;
    }
}
