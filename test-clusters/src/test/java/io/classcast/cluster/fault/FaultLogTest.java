package io.classcast.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a matrix that was not finished. */
class FaultLogTest {
    @TempDir
    Path here;
    private final Fault fault = Fault.of("a-fault", "something").expect(Fault.Expected.SERVED);
    private final FaultCell one = new FaultCell(fault, FaultEngine.MPICH, Mode.JARS, 25);
    private final FaultCell two = new FaultCell(fault, FaultEngine.NONE, Mode.STRICT, 17);

    private static FaultVerdict verdict(FaultCell cell, String... problems) {
        return new FaultVerdict(cell, "served", List.of(problems), List.of("not kept"), 1.5);
    }

    @Test
    void theLastVerdictOfACellCounts() throws IOException {
        FaultLog log = new FaultLog(here.resolve("log"), false);
        log.add(verdict(two));
        log.add(verdict(one, "left\ta\nfile", "took 9 s"));
        log.add(verdict(two, "red now"));
        FaultLog again = new FaultLog(here.resolve("log"), true);
        assertThat(again.of(List.of(one, two)).keySet()).containsExactly(one, two);
        assertThat(again.of(List.of(one, two)).get(one).problems()).containsExactly("left a file", "took 9 s");
        assertThat(again.of(List.of(two)).get(two).problems()).containsExactly("red now");
        assertThat(again.of(List.of(two)).get(two).seconds()).isEqualTo(1.5);
    }

    @Test
    void aLineThatWasCutOffCountsForNothing() throws IOException {
        FaultLog log = new FaultLog(here.resolve("log"), false);
        log.add(verdict(one));
        Files.writeString(here.resolve("log"), two + "\t1.5\tser", StandardOpenOption.APPEND);
        assertThat(log.of(List.of(one, two)).keySet()).containsExactly(one);
    }

    @Test
    void withoutResumeItBeginsAnew() throws IOException {
        new FaultLog(here.resolve("log"), false).add(verdict(one));
        assertThat(new FaultLog(here.resolve("log"), false).of(List.of(one))).isEmpty();
    }
}
