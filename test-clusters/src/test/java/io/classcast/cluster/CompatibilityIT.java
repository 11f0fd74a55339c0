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

/** A slice of docs/compatibility.md, each kind of program once; {@code test-clusters/compat.sh} runs all of it. */
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
    @CsvSource({"bouncycastle,17,BROADCAST,AGENT", "childfirst,17,APP,AGENT", "data,25,APP,RUN", "doors-resource,25,BROADCAST,AGENT",
        "doors-connection,25,BROADCAST,RUN", "doors-jar-url,25,BROADCAST,AGENT", "doors-zipfs,25,BROADCAST,RUN",
        "doors-zipfs-uri,17,APP,AGENT", "doors-loader,17,BROADCAST,RUN", "doors-child,25,BROADCAST,AGENT", "doors-file-url,25,APP,AGENT",
        "felix,25,APP,AGENT", "groovy,25,APP,AGENT", "guice,17,APP,RUN", "h2,25,APP,AGENT", "hadoop,17,BROADCAST,AGENT",
        "linking,25,APP,AGENT", "linking,17,APP,RUN", "jna,25,BROADCAST,AGENT", "jna-library,17,BROADCAST,RUN", "junit,17,BROADCAST,AGENT", "log4j,25,BROADCAST,RUN",
        "lucene9,17,BROADCAST,AGENT", "lucene10,25,BROADCAST,RUN", "mockito,17,BROADCAST,AGENT", "mockito,25,APP,RUN",
        "mockito4,25,APP,RUN", "scanners-classgraph,25,APP,AGENT", "selfattach,25,APP,AGENT", "spring,17,APP,RUN",
        "mockito-attach-self,17,APP,RUN", "mockito-attach-self,25,BROADCAST,AGENT", "netty,17,BROADCAST,AGENT", "springboot,25,BROADCAST,RUN",
        "springboot-extracted,17,BROADCAST,AGENT", "sqlite,17,APP,AGENT", "tomcat,25,BROADCAST,AGENT"})
    void aProgramPrintsTheSameAndTheHostWithoutRank0OpensNoFile(String program, int jdk, Door.Loader loader, Door door) {
        Verdict verdict = compatibility.run(Programs.named(program), new Cell(jdk, loader, door));
        assertThat(verdict.kind()).as(verdict.words() + "\n" + String.join("\n", verdict.details()))
                .isEqualTo(Verdict.Kind.EQUAL);
    }
}
