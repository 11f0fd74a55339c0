package io.classcast.agent.linking;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.internal.misc.Unsafe;
import org.junit.jupiter.api.Test;

class SwitchTest {
    private static final class Redefined {
    }

    @Test
    void itIsOnUntilTheFirstErrorAndThenNeverAgain() {
        Switch state = new Switch(SwitchTest.class);
        assertThat(state.isOn()).isTrue();
        state.off(new StackOverflowError());
        state.off(new IllegalStateException("second"));
        assertThat(state.isOn()).isFalse();
        assertThat(state.reason()).isEqualTo("java.lang.StackOverflowError");
    }

    /** HotSpot counts there; what a real redefinition does to it TracesIT tells. */
    @Test
    void whereAClassWasRedefinedItIsOffForGood() {
        Switch state = new Switch(SwitchTest.class, Redefined.class);
        assertThat(state.isOn()).isTrue();
        long count = Unsafe.getUnsafe().objectFieldOffset(Class.class, "classRedefinedCount");
        Unsafe.getUnsafe().putInt(Redefined.class, count, 1);
        assertThat(state.isOn()).isFalse();
        Unsafe.getUnsafe().putInt(Redefined.class, count, 0);
        assertThat(state.isOn()).isFalse();
        assertThat(state.reason()).isEqualTo(Redefined.class.getName() + " was redefined by an agent");
    }

    @Test
    void anErrorThatCannotEvenBeToldEndsItToo() {
        Switch state = new Switch();
        assertThat(state.isOn()).isTrue();
        state.off(new RuntimeException() {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                throw new OutOfMemoryError();
            }
        });
        assertThat(state.isOn()).isFalse();
        assertThat(state.reason()).isEqualTo("an error");
    }
}
