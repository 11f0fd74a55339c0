package io.classcast.doctor;

import static io.classcast.doctor.Samples.DISK;
import static io.classcast.doctor.Samples.NFS;
import static io.classcast.doctor.Samples.TMPFS;
import static io.classcast.doctor.Samples.facts;
import static io.classcast.doctor.Samples.lines;
import static io.classcast.doctor.Samples.place;
import static io.classcast.doctor.Samples.storage;
import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.doctor.Storage.ClassPathFacts;
import io.classcast.doctor.Storage.Place;
import io.classcast.doctor.Storage.Use;
import io.classcast.filesystem.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks of file systems. */
class StorageChecksTest {
    private static List<String> store(ClassPathFacts facts, Place... places) {
        return lines(new StoreCheck().examine(Samples.with(storage(facts, places))));
    }

    private static List<Finding> classPath(ClassPathFacts facts) {
        return new ClassPathCheck().examine(Samples.with(storage(facts)));
    }

    @Test
    void theStoreGoesToTheFirstPlaceThatCanBeWrittenTo() {
        Place closed = new Place("/dev/shm", "/dev/shm", Use.STORE, true, false, 0, TMPFS);
        assertThat(store(null, closed, place("/tmp", DISK, 1L << 40))).containsExactly("note /dev/shm cannot be written to",
                "ok /tmp: ext4, {} free; the store goes here");
    }

    @Test
    void aStoreThatDoesNotFitIsAWarning() {
        assertThat(store(facts(NFS, 1e-6, 1e-6), place("/dev/shm", TMPFS, 49L << 20))).first().asString()
                .startsWith("warning /dev/shm: tmpfs, {} free; the store goes here; too little for a class path of 50.0 MiB");
        assertThat(store(facts(NFS, 1e-6, 1e-6), place("/dev/shm", TMPFS, 51L << 20))).first().asString().startsWith("ok");
    }

    @Test
    void aSharedStoreIsAWarning() {
        assertThat(store(null, place("/scratch", NFS, 1L << 40))).first().asString().startsWith("warning").contains("shared");
    }

    @Test
    void nowhereToWriteIsAnError() {
        assertThat(store(null)).containsExactly("error no node-local directory can be written to");
    }

    @Test
    void temporaryFilesOnASharedFileSystemAreAWarning() {
        assertThat(store(null, place("/dev/shm", TMPFS, 1L << 40), place("/tmp", NFS, 1L << 40))).anyMatch(
                line -> line.startsWith("warning /tmp is on nfs4"));
    }

    @Test
    void aTargetThatIsNotThereIsAnError() {
        assertThat(store(null, place("/dev/shm", TMPFS, 1L << 40), new Place("--to", "/x", Use.TARGET, false, false, 0, DISK)))
                .contains("error --to (/x) is not there");
    }

    @Test
    void ranksThatDoNotLeadTheirNodeLookAtNoFileSystem() {
        assertThat(store(null, place("/tmp", DISK, 0))).isNotEmpty();
        assertThat(new StoreCheck().examine(Samples.variables())).isEmpty();
        assertThat(new ClassPathCheck().examine(Samples.variables())).isEmpty();
    }

    @Test
    void lookupsAreSlowFrom200MicrosecondsOn() {
        assertThat(classPath(facts(NFS, 199e-6, 2e-6))).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(classPath(facts(NFS, 200e-6, 2e-6))).extracting(Finding::level).containsExactly(Level.WARNING);
    }

    @Test
    void attributesThatAreNotCachedAreSeenByTheirTimeOrTheMountsOptions() {
        assertThat(lines(classPath(facts(NFS, 190e-6, 180e-6)))).anyMatch(line -> line.startsWith("warning nfs4 (/shared) does not"));
        Mount noac = new Mount("/shared", "nfs4", "server:/shared", List.of("rw", "noac"));
        assertThat(lines(classPath(facts(noac, 190e-6, 2e-6)))).contains("warning nfs4 (/shared) does not cache attributes (noac)");
        assertThat(classPath(facts(DISK, 5e-6, 4e-6))).as("a local disk answers as fast").hasSize(1);
    }

    @Test
    void missingEntriesAndFilesFromTheFutureAreWarnings() {
        assertThat(lines(classPath(new ClassPathFacts(3, 10, 2, 1, List.of())))).containsExactly(
                "warning 2 of its entries are not there", "warning 1 of its files are newer than this node's clock");
    }

    @Test
    void noClassPathIsANote() {
        assertThat(classPath(null)).extracting(Finding::level).containsExactly(Level.NOTE);
    }
}
