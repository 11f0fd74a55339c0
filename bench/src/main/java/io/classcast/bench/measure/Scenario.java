package io.classcast.bench.measure;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One way to start a JVM, to be compared with others.
 *
 * @param name for tables and files
 * @param command what is run, for the record
 * @param trial runs it once
 */
public record Scenario(String name, List<String> command, Trial trial) {
    /** One run of a scenario. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Runs once.
         *
         * @return measure to value
         * @throws IOException if the run fails
         * @throws InterruptedException if the thread is interrupted
         */
        Map<String, Double> run() throws IOException, InterruptedException;
    }
}
