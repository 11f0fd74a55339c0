package io.classcast.agent.linking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExactSetsTest {
    private static final int BOXED = 1;
    private static final int SERIALIZABLE = 2;

    @Test
    void featuresThatWereSeenApartAreNotTrustedTogether() {
        ExactSets sets = new ExactSets(BOXED).with(SERIALIZABLE);
        assertThat(sets.has(BOXED)).isTrue();
        assertThat(sets.has(SERIALIZABLE)).isTrue();
        assertThat(sets.has(BOXED | SERIALIZABLE)).isFalse();
    }

    @Test
    void partOfASetIsAnotherOne() {
        ExactSets sets = new ExactSets().with(BOXED | SERIALIZABLE);
        assertThat(sets.has(BOXED)).isFalse();
        assertThat(sets.has(0)).isFalse();
        assertThat(sets.toArray()).containsExactly(BOXED | SERIALIZABLE);
    }

    @Test
    void oneThatIsThereIsThereOnceAndThereIsAnEnd() {
        ExactSets sets = new ExactSets(3, -1, 2);
        assertThat(sets.with(2)).isSameAs(sets);
        assertThat(sets.has(-1)).isTrue();
        for (int i = 0; i < 2 * ExactSets.MOST; i++) {
            sets = sets.with(i);
        }
        assertThat(sets.toArray()).hasSize(ExactSets.MOST);
    }
}
