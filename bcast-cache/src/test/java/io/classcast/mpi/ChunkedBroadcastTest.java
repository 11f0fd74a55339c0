package io.classcast.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChunkedBroadcastTest {
    private static void roundTrip(int length, int damage, ByteArrayOutputStream received) {
        ThreadWorld world = new ThreadWorld(2);
        world.damage = damage;
        List<Communicator> ranks = world.ranks();
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> ChunkedBroadcast.send(ranks.get(0), length,
                target -> {
                    byte[] part = new byte[target.remaining()];
                    source.get(part);
                    target.put(part);
                }, () -> { }));
        try {
            ChunkedBroadcast.receive(ranks.get(1), length, chunk -> {
                byte[] part = new byte[chunk.remaining()];
                chunk.get(part);
                received.writeBytes(part);
            }, () -> { });
        } finally {
            sender.join();
        }
        assertThat(received.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void everyLengthAroundAChunkArrives() {
        int payload = ChunkedBroadcast.CHUNK - 8;
        for (int length : new int[] {0, 1, 1000, payload - 1, payload, payload + 1, 2 * payload + 5}) {
            roundTrip(length, -1, new ByteArrayOutputStream());
        }
    }

    @Test
    void aBitFlippedOnTheWayIsNoticedAndAllChunksAreTakenPartIn() {
        assertThatThrownBy(() -> roundTrip(ChunkedBroadcast.CHUNK * 3, 1, new ByteArrayOutputStream()))
                .isInstanceOf(ClasscastException.class).hasMessageContaining("chunk 1");
    }

    @Test
    void aSinkThatFailsStillTakesPartInEveryChunk() {
        ThreadWorld world = new ThreadWorld(2);
        List<Communicator> ranks = world.ranks();
        int length = ChunkedBroadcast.CHUNK * 2;
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> ChunkedBroadcast.send(ranks.get(0), length,
                target -> target.position(target.limit()), () -> { }));
        assertThatThrownBy(() -> ChunkedBroadcast.receive(ranks.get(1), length, chunk -> {
            throw new IOException("No space left on device");
        }, () -> { })).isInstanceOf(ClasscastException.class).hasMessageContaining("No space left");
        sender.join();
    }

    @Test
    void aSourceThatFailsIsToldToAllReceivers() {
        ThreadWorld world = new ThreadWorld(2);
        List<Communicator> ranks = world.ranks();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> ChunkedBroadcast.send(ranks.get(0), 100,
                target -> {
                    throw new IOException("read error");
                }, () -> { }));
        assertThatThrownBy(() -> ChunkedBroadcast.receive(ranks.get(1), 100, chunk -> { }, () -> { }))
                .isInstanceOf(ClasscastException.class);
        assertThatThrownBy(sender::join).hasCauseInstanceOf(ClasscastException.class);
    }

    @Test
    void theLaunchOfMpjIsReadFromItsCommandLine() {
        MpjLaunch launch = MpjLaunch.parse(List.of("java", "-cp", "x", "runtime.daemon.Wrapper", "#temp|line;#Entry,|H;h@0",
                "4", "niodev", "node0", "40002", "3", "Main", "a b"));
        assertThat(launch.rank()).isEqualTo(3);
        assertThat(launch.size()).isEqualTo(4);
        assertThat(launch.conf()).isEqualTo("#temp line;#Entry, H;h@0;#Server Name;node0;#Server Port;40002");
        assertThat(launch.initArgumentCount()).isEqualTo(3);
        assertThat(MpjLaunch.parse(List.of("java", "Main"))).isNull();
        assertThat(MpjLaunch.parse(List.of("java", "runtime.daemon.Wrapper", "c"))).isNull();
        assertThat(MpjLaunch.parse(List.of("runtime.daemon.Wrapper", "c", "x", "d", "s", "p", "r", "M"))).isNull();
    }
}
