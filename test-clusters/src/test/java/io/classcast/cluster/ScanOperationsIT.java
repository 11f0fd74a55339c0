package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a jar costs rank 0, in operations on a file system that caches nothing: of jobs with 60 jars in one directory and with 30. */
class ScanOperationsIT {
    private static final int FEWER = 30;
    private static final int MORE = 60;
    /** Below the mount, with the number of jars behind it; an open by its path asks for each name of it. */
    private static final String DEEP = "a/b/c/d/lib-";

    private Cluster cluster;
    private SharedFs shared;

    @BeforeEach
    void makeHost() throws IOException {
        cluster = new Cluster(Fixtures.workspace("scan-operations"), 1, 128);
        shared = new SharedFs(cluster, new SharedFs.Costs(0, 0, 0, 0));
        Fixtures.compile("plain", shared.source().resolve("classes"));
    }

    @AfterEach
    void removeHost() {
        cluster.close();
    }

    @Test
    void toScanAJarCostsFourLookUpsHoweverDeepItLies() throws Exception {
        Counters jar = ofAJar(false);
        assertThat(jar.lookup()).isEqualTo(4);
        assertThat(jar.open()).isEqualTo(1);
        assertThat(jar.getattr()).isLessThanOrEqualTo(5);
    }

    @Test
    void toCompareAJarWithItsKeptCopyCostsOneLookUp() throws Exception {
        Counters jar = ofAJar(true);
        assertThat(jar.lookup()).isEqualTo(1);
        assertThat(jar.open()).isZero();
        assertThat(jar.read()).isZero();
        assertThat(jar.getattr()).isLessThanOrEqualTo(1);
    }

    private Counters ofAJar(boolean kept) throws Exception {
        Counters fewer = ofAJob(FEWER, kept);
        Counters more = ofAJob(MORE, kept);
        int jars = MORE - FEWER;
        return new Counters((more.lookup() - fewer.lookup()) / jars, (more.enoent() - fewer.enoent()) / jars, (more.getattr() - fewer.getattr()) / jars,
                (more.open() - fewer.open()) / jars, (more.read() - fewer.read()) / jars, (more.readBytes() - fewer.readBytes()) / jars,
                (more.readdir() - fewer.readdir()) / jars, (more.readlink() - fewer.readlink()) / jars);
    }

    private Counters ofAJob(int jars, boolean kept) throws Exception {
        Path made = Fixtures.empty(shared.source().resolve("made"));
        Fixtures.generateJars(made, jars, 1, jars);
        Path lib = Fixtures.empty(shared.source().resolve(DEEP + jars));
        Files.delete(lib);
        Files.move(made.resolve("lib"), lib);
        try (Stream<Path> files = Files.list(lib)) {
            assertThat(files).hasSize(jars);
        }
        shared.remount();
        if (kept) {
            run(jars, "--keep=10");
            shared.remount();
        }
        run(jars, "--keep=" + (kept ? 10 : 0));
        return shared.counters(cluster.hosts().get(0));
    }

    private void run(int jars, String keep) {
        Launcher launcher = new BcastjarRun(cluster, Engine.OPENMPI.on(cluster), List.of("--engine=none", keep));
        JobOutcome outcome = launcher.run(new JobSpec(Machine.jdk(17), 1, List.of(), shared.mount().resolve(DEEP + jars) + "/*:" + shared.mount().resolve("classes"),
                "Shows", List.of()), 120);
        outcome.mustExit(0);
        assertThat(outcome.agentLines()).singleElement().asString().contains("served to");
    }
}
