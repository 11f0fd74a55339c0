package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeveralAtOnceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 1000})
    void eachIsLookedAtOnce(int count) {
        AtomicIntegerArray looks = new AtomicIntegerArray(count);
        new SeveralAtOnce("looks", count) {
            @Override
            void look(int number) {
                looks.incrementAndGet(number);
            }
        }.lookAtAll();
        for (int i = 0; i < count; i++) {
            assertThat(looks.get(i)).isEqualTo(1);
        }
    }

    @Test
    void eightAreLookedAtAtTheSameTime() {
        CountDownLatch together = new CountDownLatch(8);
        new SeveralAtOnce("looks", 100) {
            @Override
            void look(int number) {
                together.countDown();
                try {
                    assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }.lookAtAll();
    }

    @Test
    void nobodyIsStillLookingWhenTheCallerHasFailed() throws InterruptedException {
        Thread caller = Thread.currentThread();
        AtomicInteger looks = new AtomicInteger();
        assertThatThrownBy(new SeveralAtOnce("looks", 100) {
            @Override
            void look(int number) {
                if (Thread.currentThread() == caller) {
                    throw new IllegalArgumentException("bad");
                }
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                looks.incrementAndGet();
            }
        }::lookAtAll).isInstanceOf(IllegalArgumentException.class);
        int then = looks.get();
        Thread.sleep(50);
        assertThat(looks).hasValue(then);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 99})
    void whatALookThrowsIsThrown(int at) {
        for (Throwable thrown : new Throwable[] {new IllegalArgumentException("bad"), new StackOverflowError("bad")}) {
            assertThatThrownBy(new SeveralAtOnce("looks", 100) {
                @Override
                void look(int number) {
                    if (number == at) {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) thrown;
                    }
                }
            }::lookAtAll).isSameAs(thrown);
        }
    }
}
