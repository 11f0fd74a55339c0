package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedCaseTest {
    @Test
    void oneSetOfParametersGivesBothPublishedFigures() throws IOException {
        List<PublishedCase.Figure> figures = new PublishedCase().figures();
        assertThat(figures).hasSize(2).allSatisfy(figure -> {
            assertThat(figure.ranks()).isEqualTo(32768);
            assertThat(figure.modelledSeconds()).as(figure.what()).isCloseTo(figure.publishedSeconds(), withinPercentage(25));
        });
        assertThat(figures).extracting(PublishedCase.Figure::publishedSeconds).containsExactly(5.5 * 3600, 6 * 60.0);
    }

    @Test
    void everyParameterHasAReasonAndTheFittedOnesSayThatTheyAre() throws IOException {
        MachineFile machine = new PublishedCase().machine();
        assertThat(machine.notes().values()).allSatisfy(note -> assertThat(note.why()).isNotBlank());
        assertThat(machine.notes().entrySet()).filteredOn(note -> note.getValue().fitted()).extracting(note -> note.getKey())
                .containsExactlyInAnyOrder("absentMicros", "forwardMicros");
    }
}
