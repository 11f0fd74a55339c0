package io.classcast.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.ClasscastException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MpjRollCallTest {
    private static final int SIZE = 4;

    private final Map<String, byte[]> sent = new ConcurrentHashMap<>();

    @Test
    void allGoOnWhenAllAreThere() throws InterruptedException {
        assertThat(outcomes(20_000, 0, 1, 2, 3)).containsOnly("goes on").hasSize(SIZE);
        assertThat(sent).as("to rank 0 and back").hasSize(2 * (SIZE - 1));
    }

    @Test
    void whereOneHasNoAgentTheOthersFallBackAndSayWhich() throws InterruptedException {
        assertThat(outcomes(200, 0, 1, 3)).hasSize(3).containsOnlyOnce("rank 2 has called MPI.Init, and has no Classcast; give the agent to all ranks")
                .doesNotContain("goes on").contains("another rank has no Classcast; give the agent to all ranks");
        assertThat(sent).as("nothing goes to the rank without agent").doesNotContainKey("0-2");
    }

    @Test
    void whereRankZeroHasNoAgentTheOthersFallBack() throws InterruptedException {
        assertThat(outcomes(100, 1, 2, 3)).containsOnly("unknown to root: rank 0 has called MPI.Init, and has no Classcast; give the agent to all ranks").hasSize(3);
    }

    @Test
    void oneRankAloneWaitsForNobody() {
        new MpjRollCall(endpoint(0), 0, 1, 1).call();
        assertThat(sent).isEmpty();
    }

    private List<String> outcomes(long limitMillis, int... ranks) throws InterruptedException {
        List<String> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int rank : ranks) {
            threads.add(new Thread(() -> {
                try {
                    new MpjRollCall(endpoint(rank), rank, SIZE, limitMillis).call();
                    outcomes.add("goes on");
                } catch (ClasscastException e) {
                    outcomes.add((e.isUnknownToRoot() ? "unknown to root: " : "") + e.getMessage());
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return outcomes;
    }

    private MpjRollCall.Messages endpoint(int rank) {
        return new MpjRollCall.Messages() {
            @Override
            public Transfer send(byte[] one, int to, int tag) {
                sent.put(rank + "-" + to, one);
                return () -> true;
            }

            @Override
            public Transfer receive(byte[] one, int from, int tag) {
                return () -> {
                    byte[] came = sent.get(from + "-" + rank);
                    if (came != null) {
                        one[0] = came[0];
                    }
                    return came != null;
                };
            }
        };
    }
}
