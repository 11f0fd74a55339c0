package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLockTest {
    @TempDir
    private Path parent;

    private StoreBase base() {
        return StoreBase.choose(parent.toString());
    }

    private NodeLock take(long number) throws IOException {
        return NodeLock.take(base(), new LockTurn(base(), number), 0, 1, 1);
    }

    /** Another JVM that tries to take a lock; says whether it could. */
    private String tried(long number) throws IOException {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Other.class.getName(), parent.toString(), Long.toString(number)).start();
        return other.inputReader().readLine();
    }

    static final class Other {
        private Other() {
        }

        public static void main(String[] arguments) throws IOException {
            StoreBase base = StoreBase.choose(arguments[0]);
            System.out.println(NodeLock.take(base, new LockTurn(base, Long.parseLong(arguments[1])), 0, 1, 1) == null ? "held" : "free");
        }
    }

    @Test
    void aLockIsKeptThoughThisProcessLooksAtOthersAndSweeps() throws IOException {
        try (NodeLock held = take(10)) {
            assertThat(held).isNotNull();
            new LockTurn(base(), 20).overtake(0);
            StoreSweep.sweep(base(), false);
            take(30).close();
            assertThat(take(10)).as("in this process").isNull();
            // POSIX: who closes any descriptor of a file gives back all that his process has locked in it (fcntl(2)).
            assertThat(tried(10)).isEqualTo("held");
        }
        assertThat(tried(10)).isEqualTo("free");
    }

    @Test
    void whoWaitsGoesOnWhenAnotherHasGivenTheLockUp() throws Exception {
        LockTurn turn = new LockTurn(base(), 40);
        try (NodeLock held = take(40)) {
            assertThat(held).isNotNull();
            Thread gives = new Thread(() -> {
                try {
                    Thread.sleep(300);
                    new LockTurn(base(), 40).overtake(0);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            gives.start();
            long begun = System.nanoTime();
            assertThat(NodeLock.take(base(), turn, 0, 20_000, 20_000)).isNull();
            assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
            gives.join();
            assertThat(turn.read().generation()).isEqualTo(1);
        }
    }
}
