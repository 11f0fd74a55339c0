package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.compat.Cell;
import io.classcast.cluster.compat.Compatibility;
import io.classcast.cluster.compat.Door;
import io.classcast.cluster.compat.Programs;
import io.classcast.cluster.compat.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slice of docs/compatibility.md, each program once; {@code test-clusters/compat.sh} runs all of it. */
class CompatibilityIT {
    private static Compatibility compatibility;

    @BeforeAll
    static void makeHosts() {
        compatibility = new Compatibility(Fixtures.workspace("compatibility"));
    }

    @AfterAll
    static void removeHosts() {
        if (compatibility != null) {
            compatibility.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"bouncycastle,17,BROADCAST", "data,25,APP", "doors-resource,25,BROADCAST", "doors-connection,25,BROADCAST",
        "felix,25,APP", "guice,17,APP", "h2,25,APP", "hadoop,17,BROADCAST", "jna,25,BROADCAST", "junit,17,BROADCAST",
        "log4j,25,BROADCAST", "lucene9,17,BROADCAST", "lucene10,25,BROADCAST", "netty,17,BROADCAST",
        "springboot-extracted,25,BROADCAST", "sqlite,17,APP"})
    void aProgramPrintsTheSameAndTheHostWithoutRank0OpensNoFile(String program, int jdk, Door.Loader loader) {
        Verdict verdict = compatibility.run(Programs.named(program), new Cell(jdk, loader, Door.AGENT));
        assertThat(verdict.kind()).as(verdict.words() + "\n" + String.join("\n", verdict.details()))
                .isEqualTo(Verdict.Kind.EQUAL);
    }
}
