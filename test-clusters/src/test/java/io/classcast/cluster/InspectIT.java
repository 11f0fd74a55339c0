package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bcastjar inspect} foretells what the file system then counts. */
class InspectIT {
    private static final int CLASSES = 500;
    private static final int EACH = 50;
    private static final int DIRECTORIES = 10;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theFileSystemCountsWhatWasForetold(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("inspect" + jdk), 1, 64)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(500, 0, 0, 3600));
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Path seen = shared.mount().resolve("app");
            String classPath = Fixtures.generate(app, seen, CLASSES, EACH, DIRECTORIES);
            Fixtures.compile("plain", app.resolve("classes"));
            Host host = cluster.hosts().get(0);
            String java = Machine.jdk(jdk).resolve("bin/java").toString();
            String[] program = {java, "-cp", classPath + ":" + seen.resolve("classes"), "UsesEverything", "" + CLASSES, "" + EACH, "0"};

            shared.remount();
            Command.Result foretold = host.exec("/", Map.of(), 60, java, "-jar",
                    Machine.home().resolveSibling("cli/target/bcastjar.jar").toString(), "inspect", "--json", classPath);
            assertThat(foretold.exit()).as(foretold.err()).isZero();
            JsonNode cost = new ObjectMapper().readTree(foretold.out()).path("cost");
            assertThat(cost.path("fileSystems")).hasSize(1);
            assertThat(cost.path("fileSystems").get(0).path("type").asText()).isEqualTo("fuse.sharedfs");
            assertThat(cost.path("fileSystems").get(0).path("absentSeconds").asDouble()).isBetween(500e-6, 5e-3);

            shared.remount();
            host.exec("/", Map.of(), 120, program).orFail("the program");
            Counters counted = shared.counters(host);
            // The program itself is behind all directories.
            assertThat(counted.enoent()).isEqualTo(cost.path("failedLookups").asLong() + DIRECTORIES);
            assertThat(counted.open()).isEqualTo(cost.path("opens").asLong() + 1);
        }
    }
}
