package io.classcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.Profile;
import io.classcast.store.LockTurn;
import io.classcast.store.NodeLock;
import io.classcast.store.StoreBase;
import io.classcast.store.StoreSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedNodeTest extends SharedNodeFixture {
    @Test
    void theSecondMapsWhatTheFirstHasMadeAndTheLastRemovesIt() throws IOException {
        ServedJob first = serve();
        ServedJob second = serve();
        assertThat(second.store().directory()).isEqualTo(first.store().directory());
        assertThat(first.problems()).hasSize(1);
        assertThat(second.problems()).isEmpty();
        assertThat(serve().store().directory()).isEqualTo(first.store().directory());
        first.store().close(null, 0);
    }

    @Test
    void theLastOneLeavesNoPointer() throws IOException {
        ServedJob only = serve();
        Path base = only.store().directory().getParent();
        assertThat(base).isDirectoryContaining("glob:**pointer-*");
        only.store().close(null, 0);
        try (var files = Files.list(base)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsOnly("lock", "none.lock");
        }
    }

    @Test
    void aStoreIsForOneProfileOnly() throws IOException {
        Path profile = directory.resolve("profile");
        Profile.write(profile, List.of(Profile.line(Profile.RESOURCE, "a.txt", jar.toString())));
        ServedJob first = serve(profile);
        assertThat(first.image().image().entry(0).packed()).isTrue();
        assertThat(serve(profile).store().directory()).isEqualTo(first.store().directory());
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
        Profile.write(profile, List.of(Profile.line(Profile.JAR, jar.toString())));
        ServedJob other = serve(profile);
        assertThat(other.store().directory()).isNotEqualTo(first.store().directory());
        assertThat(other.image().image().entry(0).packed()).isFalse();
    }

    @Test
    void aProfileThatIsOfNoUseIsLeftOutWithOneLine() throws IOException {
        Path profile = directory.resolve("profile");
        ServedJob without = serve(profile);
        assertThat(without.problems()).hasSize(2).first().asString().contains("cannot be read").contains("runs without a profile");
        assertThat(without.image().file(without.image().image().entry(0))).exists();
        Profile.write(profile, List.of(Profile.line(Profile.JAR, "/other.jar")));
        ServedJob other = serve(profile);
        assertThat(other.problems()).hasSize(2).first().asString().contains("names no entry of this class path");
        assertThat(other.image().isByProfile()).isFalse();
    }

    @Test
    void manyAtOnceMakeOneStore() throws IOException {
        List<CompletableFuture<ServedJob>> jobs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            jobs.add(CompletableFuture.supplyAsync(this::serve, r -> new Thread(r).start()));
        }
        assertThat(jobs.stream().map(j -> j.join().store().directory()).distinct()).hasSize(1);
        assertThat(stores()).hasSize(1);
    }

    @Test
    void aRelativeClassPathIsThatOfItsDirectory() {
        JobConfig relative = config(LaunchPath.ofText("/a.jar:app.jar"), null);
        JobConfig absolute = config(LaunchPath.ofText("/a.jar"), null);
        assertThat(StoreIdentity.of(relative)).contains("\nin " + System.getProperty("user.dir"));
        assertThat(StoreIdentity.of(config(LaunchPath.ofText("/a.jar:"), null))).contains("\nin ");
        assertThat(StoreIdentity.of(config(LaunchPath.ofText(""), null))).contains("\nin ");
        assertThat(StoreIdentity.of(absolute)).doesNotContain("\nin ");
    }

    @Test
    void aStoreIsForTheSwitchesThatChangeWhatIsServed() {
        ServedJob first = serve();
        for (String name : List.of("jdk.util.jar.enableMultiRelease", "jdk.util.jar.version")) {
            System.setProperty(name, "force");
            try {
                assertThat(StoreIdentity.of(config(LaunchPath.ofText("/a.jar"), null))).contains(name + " force");
            } finally {
                System.clearProperty(name);
            }
        }
        first.store().close(null, 0);
    }

    @Test
    void aStoreOfAnotherIdentityIsNotJoined() throws IOException {
        ServedJob first = serve();
        Files.writeString(storeOf(first).resolve("identity"), "another");
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void whoHoldsTheLockAndGivesNoSignOfLifeIsWaitedForOnce() throws IOException {
        JobConfig config = config(LaunchPath.ofText(jar.toString()), null);
        long number = ClassPath.fingerprint(List.of(StoreIdentity.of(config)));
        StoreBase base = StoreBase.choose(store.toString());
        try (NodeLock stopped = NodeLock.take(base, new LockTurn(base, number), 0, 1, 1)) {
            assertThat(stopped).isNotNull();
            long begun = System.nanoTime();
            ServedJob first = serve(jar.toString());
            assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(1_900L, 4_000L);
            assertThat(first.problems()).singleElement().asString().contains("gives no sign of life");
            long next = System.nanoTime();
            ServedJob second = serve(jar.toString());
            assertThat((System.nanoTime() - next) / 1_000_000).isLessThan(1_500);
            assertThat(storeOf(second)).isEqualTo(storeOf(first));
            first.store().close(null, 0);
            second.store().close(null, 0);
            long last = System.nanoTime();
            ServedJob third = serve(jar.toString());
            assertThat((System.nanoTime() - last) / 1_000_000).as("after all have left").isLessThan(1_500);
            third.store().close(null, 0);
        }
        serve(jar.toString()).store().close(null, 0);
        try (var files = Files.list(base.directory())) {
            assertThat(files.map(f -> f.getFileName().toString())).as("when it is gone").containsOnly("lock", "none.lock");
        }
    }

    @Test
    void whatAKilledWriterOfThePointerHasLeftIsSwept() throws IOException {
        ServedJob first = serve();
        Path part = Files.createFile(storeOf(first).resolveSibling("pointer-none-1-2.part-3"));
        assertThat(StoreSweep.sweep(StoreBase.choose(store.toString()), false)).isEmpty();
        assertThat(part).doesNotExist();
        assertThat(storeOf(serve())).isEqualTo(storeOf(first));
    }

    @Test
    void anAbandonedThreadKeepsNoLock() throws IOException {
        SharedNode node = new SharedNode(config(LaunchPath.ofText(jar.toString()), null), new Phases(), new Pulse());
        node.abandon();
        node.serve();
        long begun = System.nanoTime();
        serve(jar.toString());
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(1_500);
    }

    @Test
    void aTimeThatNobodyCanHaveAskedForKeepsNothing() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 60_000);
        Files.setLastModifiedTime(storeOf(first).resolve("kept"), FileTime.fromMillis(System.currentTimeMillis() + 30 * 86_400_000L));
        assertThat(StoreSweep.sweep(StoreBase.choose(store.toString()), false)).containsExactly(storeOf(first));
    }

    @Test
    void aStoreThatIsGoneOrDamagedIsMadeAnew() throws IOException {
        ServedJob first = serve();
        try (var files = Files.list(first.store().directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(first.store().directory());
        ServedJob second = serve();
        assertThat(second.store().directory()).isNotEqualTo(first.store().directory());
        Path index = second.store().directory().resolve("index");
        Files.write(index, new byte[] {1, 2, 3});
        assertThat(serve().store().directory()).isNotEqualTo(second.store().directory());
    }

    @Test
    void aKeptStoreOutlivesItsLastUserAndServesTheNext() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 60_000);
        assertThat(StoreSweep.sweep(StoreBase.choose(store.toString()), false)).isEmpty();
        ServedJob second = serve();
        assertThat(second.store().directory()).isEqualTo(first.store().directory());
        second.store().close(null, 60_000);
        assertThat(StoreSweep.sweep(StoreBase.choose(store.toString()), true)).containsExactly(first.store().directory());
        try (var files = Files.list(first.store().directory().getParent())) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("lock", "none.lock");
        }
    }

    @Test
    void aKeptStoreIsSweptWhenItsTimeIsOver() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 1);
        Files.setLastModifiedTime(first.store().directory().resolve("kept"), FileTime.fromMillis(1));
        assertThat(StoreSweep.sweep(StoreBase.choose(store.toString()), false)).containsExactly(first.store().directory());
    }

    @Test
    void aStoreThatOneWantsKeptOutlivesAnotherThatDoesNotSay() throws IOException {
        serve().store().close(null, 60_000);
        List<String> kept = stores();
        assertThat(kept).hasSize(1);
        ServedJob second = serve();
        second.store().close(null, 0);
        assertThat(stores()).isEqualTo(kept);
        serve().store().close(null, 1);
        assertThat(stores()).as("a shorter wish does not shorten it").isEqualTo(kept);
    }
}
