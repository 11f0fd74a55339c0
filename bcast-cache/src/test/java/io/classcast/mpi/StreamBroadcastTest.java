package io.classcast.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.ClasscastException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamBroadcastTest {
    /** What each rank's consumer got, and what its broadcast said. */
    private record Arrived(byte[] bytes, ClasscastException failure) {
    }

    private static List<Arrived> run(ThreadWorld world, int pieces, List<byte[]> sent, int slowConsumer) {
        List<CompletableFuture<Arrived>> ranks = new ArrayList<>();
        for (Communicator rank : world.ranks()) {
            StreamEnds ends = new StreamEnds(rank, pieces);
            if (rank.rank() == 0) {
                thread(() -> {
                    for (byte[] bytes : sent) {
                        Piece piece = ends.take();
                        piece.clear(bytes.length).duplicate().put(bytes);
                        ends.send(piece);
                    }
                    ends.sendEnd();
                });
            }
            CompletableFuture<byte[]> consumed = new CompletableFuture<>();
            thread(() -> {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (Piece piece = ends.await(); piece != null; piece = ends.await()) {
                    byte[] bytes = new byte[piece.bytes().remaining()];
                    piece.bytes().duplicate().get(bytes);
                    all.writeBytes(bytes);
                    if (rank.rank() == slowConsumer) {
                        Thread.sleep(3);
                    }
                    piece.release();
                }
                consumed.complete(all.toByteArray());
            });
            CompletableFuture<ClasscastException> outcome = new CompletableFuture<>();
            thread(() -> outcome.complete(StreamBroadcast.run(rank, ends, n -> { }, 20)));
            ranks.add(consumed.thenCombine(outcome, Arrived::new));
        }
        return ranks.stream().map(CompletableFuture::join).toList();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static List<byte[]> random(int pieces) {
        Random random = new Random(5);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            byte[] bytes = new byte[1 + random.nextInt(3000)];
            random.nextBytes(bytes);
            all.add(bytes);
        }
        return all;
    }

    private static byte[] concat(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamOfAnyLengthArrivesOnEveryRank(boolean direct) {
        for (int count : new int[] {0, 1, 7, 8, 9, 200}) {
            for (int size = 1; size <= 4; size++) {
                List<byte[]> sent = random(count);
                for (Arrived arrived : run(new ThreadWorld(size, direct), 4, sent, -1)) {
                    assertThat(arrived.failure).isNull();
                    assertThat(arrived.bytes).isEqualTo(concat(sent));
                }
            }
        }
    }

    @Test
    void aSlowConsumerMakesTheOthersWaitAndLosesNothing() {
        List<byte[]> sent = random(100);
        for (int slow = 0; slow < 3; slow++) {
            for (Arrived arrived : run(new ThreadWorld(3), 2, sent, slow)) {
                assertThat(arrived.failure).isNull();
                assertThat(arrived.bytes).isEqualTo(concat(sent));
            }
        }
    }

    @Test
    void aDamagedPieceIsNoticedWhereItArrivesAndBehindItAndNowhereElse() {
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            byte[] bytes = new byte[500];
            Arrays.fill(bytes, (byte) i);
            sent.add(bytes);
        }
        ThreadWorld world = new ThreadWorld(3);
        world.damage = 11;
        List<Arrived> arrived = run(world, 4, sent, -1);
        assertThat(arrived.get(0).failure).isNull();
        assertThat(arrived.get(0).bytes).isEqualTo(concat(sent));
        assertThat(arrived.stream().filter(a -> a.failure != null).toList()).isNotEmpty()
                .allSatisfy(a -> assertThat(a.failure).hasMessageContaining("damaged"))
                .allSatisfy(a -> assertThat(a.bytes.length).isLessThan(15_000));
    }
}
