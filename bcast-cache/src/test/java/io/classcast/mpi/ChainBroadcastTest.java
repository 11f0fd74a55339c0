package io.classcast.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainBroadcastTest {
    private static final int PIECE = 1000;

    /** One rank's stream; pieces of 1,000 bytes. */
    private static class Stream implements Pieces {
        final byte[] bytes;
        final ByteBuffer memory;

        Stream(int length, boolean direct) {
            bytes = new byte[length];
            memory = direct ? ByteBuffer.allocateDirect(length) : null;
        }

        @Override
        public int count() {
            return (bytes.length + PIECE - 1) / PIECE;
        }

        @Override
        public int length(int piece) {
            return Math.min(PIECE, bytes.length - piece * PIECE);
        }

        @Override
        public ByteBuffer memory(int piece) throws IOException {
            return memory == null ? null : memory.slice(piece * PIECE, length(piece));
        }

        @Override
        public void fill(int piece, ByteBuffer target) throws IOException {
            target.put(bytes, piece * PIECE, length(piece));
        }

        @Override
        public void take(int piece, ByteBuffer arrived) throws IOException {
            arrived.get(bytes, piece * PIECE, length(piece));
        }
    }

    private static List<ClasscastException> run(ThreadWorld world, List<? extends Stream> streams) {
        List<CompletableFuture<ClasscastException>> ranks = new ArrayList<>();
        for (Communicator rank : world.ranks()) {
            ranks.add(CompletableFuture.supplyAsync(() -> ChainBroadcast.run(rank, streams.get(rank.rank()), n -> { })));
        }
        return ranks.stream().map(CompletableFuture::join).toList();
    }

    private static List<Stream> streams(int ranks, int length, boolean direct) {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < ranks; i++) {
            streams.add(new Stream(length, direct));
        }
        new Random(7).nextBytes(streams.get(0).bytes);
        if (direct) {
            streams.get(0).memory.duplicate().put(streams.get(0).bytes);
        }
        return streams;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyLengthArrivesOnEveryRank(boolean direct) {
        for (int length : new int[] {1, 999, 1000, 1001, 8 * PIECE, 50 * PIECE + 5}) {
            for (int ranks = 1; ranks <= 4; ranks++) {
                List<Stream> streams = streams(ranks, length, direct);
                assertThat(run(new ThreadWorld(ranks, direct), streams)).containsOnlyNulls();
                assertThat(streams).allSatisfy(s -> assertThat(s.bytes).isEqualTo(streams.get(0).bytes));
            }
        }
    }

    @Test
    void aBitFlippedOnTheWayIsNoticedByAllWhoGetIt() {
        ThreadWorld world = new ThreadWorld(2);
        world.damage = 1;
        List<ClasscastException> failures = run(world, streams(2, 5 * PIECE, false));
        assertThat(failures.get(0)).isNull();
        assertThat(failures.get(1)).hasMessageContaining("piece 1").hasMessageContaining("damaged");
    }

    @Test
    void aRankThatCannotWriteStillPassesThePiecesOn() {
        List<Stream> streams = streams(3, 30 * PIECE, false);
        streams.set(1, new Stream(30 * PIECE, false) {
            @Override
            public void take(int piece, ByteBuffer arrived) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        List<ClasscastException> failures = run(new ThreadWorld(3), streams);
        assertThat(failures.get(0)).isNull();
        assertThat(failures.get(1)).hasMessageContaining("No space left");
        assertThat(failures.get(2)).isNull();
        assertThat(streams.get(2).bytes).isEqualTo(streams.get(0).bytes);
    }

    @Test
    void aRankThatHasNoMemoryOfItsOwnStillPassesThePiecesOn() {
        List<Stream> streams = streams(3, 30 * PIECE, true);
        streams.set(1, new Stream(30 * PIECE, true) {
            @Override
            public ByteBuffer memory(int piece) throws IOException {
                throw new IOException("cannot map");
            }
        });
        List<ClasscastException> failures = run(new ThreadWorld(3, true), streams);
        assertThat(failures.get(1)).hasMessageContaining("cannot map");
        assertThat(failures.get(2)).isNull();
        assertThat(streams.get(2).memory).isEqualTo(streams.get(0).memory);
    }

    @Test
    void aRootThatCannotReadTellsEverybody() {
        List<Stream> streams = streams(3, 20 * PIECE, false);
        streams.set(0, new Stream(20 * PIECE, false) {
            @Override
            public void fill(int piece, ByteBuffer target) throws IOException {
                if (piece == 7) {
                    throw new IOException("Input/output error");
                }
            }
        });
        List<ClasscastException> failures = run(new ThreadWorld(3), streams);
        assertThat(failures.get(0)).hasMessageContaining("Input/output error");
        assertThat(failures.subList(1, 3)).allSatisfy(f -> assertThat(f).hasMessageContaining("rank 0 cannot read"));
    }

    @Test
    void piecesAreShorterInLongChains() {
        assertThat(ChainBroadcast.pieceLength(256 << 20, 2)).isEqualTo(ChainBroadcast.LONGEST);
        assertThat(ChainBroadcast.pieceLength(256 << 20, 100)).isBetween(256 << 10, 512 << 10);
        assertThat(ChainBroadcast.pieceLength(1000, 100)).isEqualTo(128 << 10);
    }
}
