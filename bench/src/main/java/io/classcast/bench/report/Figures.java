package io.classcast.bench.report;

import io.classcast.bench.measure.Samples;
import io.classcast.bench.results.Trial;
import io.classcast.bench.results.Trial.OfHost;
import io.classcast.bench.results.Trial.OfRank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The repetitions of one scenario with one number of ranks and one state of the caches. A figure that nobody measured is NaN.
 *
 * @param trials those that ended and those that failed; may be empty
 */
record Figures(List<Trial> trials) {
    /** Metadata operations of a host. */
    static final ToDoubleFunction<OfHost> METADATA = host -> List.of("lookup", "getattr", "open", "readdir", "readlink").stream()
            .anyMatch(host.operations()::containsKey) ? host.metadata() : Double.NaN;
    /** Lookups of a host that found nothing. */
    static final ToDoubleFunction<OfHost> ENOENT = counter("enoent");
    /** Reads of a host. */
    static final ToDoubleFunction<OfHost> READS = counter("read");
    /** Bytes that a host read. */
    static final ToDoubleFunction<OfHost> BYTES = counter("readBytes");

    private static ToDoubleFunction<OfHost> counter(String kind) {
        return host -> host.operations().containsKey(kind) ? host.operations().get(kind) : Double.NaN;
    }

    List<Trial> ended() {
        return trials.stream().filter(Trial::ended).toList();
    }

    List<Trial> failed() {
        return trials.stream().filter(trial -> !trial.ended()).toList();
    }

    /** The repetitions that ended and have the figure. */
    Optional<Samples> samples(ToDoubleFunction<Trial> figure) {
        return samples(ended().stream().mapToDouble(figure));
    }

    private static Optional<Samples> samples(DoubleStream values) {
        double[] known = values.filter(value -> !Double.isNaN(value)).toArray();
        return known.length == 0 ? Optional.empty() : Optional.of(new Samples(known));
    }

    double median(ToDoubleFunction<Trial> figure) {
        return samples(figure).map(Samples::median).orElse(Double.NaN);
    }

    /** Median over the repetitions of what rank 0's host counted. */
    double onRootHost(ToDoubleFunction<OfHost> counter) {
        return median(trial -> trial.ofHosts().stream().filter(host -> host.host().equals(rootHost(trial))).mapToDouble(counter).findFirst().orElse(Double.NaN));
    }

    /** Median over the repetitions of the largest that another host counted. */
    double onWorstOtherHost(ToDoubleFunction<OfHost> counter) {
        return median(trial -> trial.ofHosts().stream().filter(host -> !host.host().equals(rootHost(trial))).mapToDouble(counter).max().orElse(Double.NaN));
    }

    /** Median over the repetitions of what all hosts together counted, divided by the ranks. */
    double perRank(ToDoubleFunction<OfHost> counter) {
        return median(trial -> trial.ofHosts().isEmpty() ? Double.NaN : trial.ofHosts().stream().mapToDouble(counter).sum() / trial.ranks());
    }

    private static String rootHost(Trial trial) {
        return trial.ofRanks().stream().filter(rank -> rank.rank() == 0).map(OfRank::host).findFirst().orElse("");
    }

    /** CPU time of the mean rank, milliseconds. */
    double cpuMillisPerRank() {
        return median(trial -> mean(trial, OfRank::cpuMillis));
    }

    /** Memory of the ranks of the host that has most, KiB; shared pages count once. */
    double pssKibPerHost() {
        return median(trial -> {
            Map<String, Long> hosts = trial.ofRanks().stream().collect(Collectors.groupingBy(OfRank::host, Collectors.summingLong(OfRank::pssKib)));
            long most = hosts.values().stream().mapToLong(Long::longValue).max().orElse(0);
            return most == 0 ? Double.NaN : most;
        });
    }

    /** One value of every rank of every repetition that ended. */
    Optional<Samples> ofRanks(ToDoubleFunction<OfRank> value) {
        return samples(ended().stream().flatMap(trial -> trial.ofRanks().stream()).mapToDouble(value));
    }

    /** Where the time goes: of the mean rank, medians over the repetitions, milliseconds. */
    Map<String, Double> phases() {
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("prepare", median(Trial::prepareMillis));
        phases.put("launch", median(trial -> mean(trial, OfRank::startMillis)));
        phases.put("start to main", median(trial -> mean(trial, rank -> rank.mainMillis() - rank.startMillis())));
        phases.put("main to loaded", median(trial -> mean(trial, rank -> rank.loadedMillis() - rank.mainMillis())));
        phases.put("loaded to exit", median(trial -> mean(trial, rank -> rank.exitMillis() - rank.loadedMillis())));
        phases.put("others, launcher", median(trial -> Math.max(0, trial.wallMillis() - mean(trial, OfRank::exitMillis))));
        return phases;
    }

    private static double mean(Trial trial, ToDoubleFunction<OfRank> value) {
        return trial.ofRanks().stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** The agent's phases on rank 0, medians over the repetitions, milliseconds; empty without the agent. */
    Map<String, Double> agentOnRoot() {
        return agent(trial -> trial.ofRanks().stream().filter(rank -> rank.rank() == 0).toList());
    }

    /** The agent's phases on all other ranks, medians over ranks and repetitions, milliseconds; empty without the agent. */
    Map<String, Double> agentOnOthers() {
        return agent(trial -> trial.ofRanks().stream().filter(rank -> rank.rank() != 0).toList());
    }

    private Map<String, Double> agent(Function<Trial, List<OfRank>> ranks) {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        ended().stream().flatMap(trial -> ranks.apply(trial).stream()).filter(rank -> rank.phasesMillis() != null)
                .forEach(rank -> rank.phasesMillis().forEach((phase, millis) -> values.computeIfAbsent(phase, name -> new ArrayList<>()).add(millis)));
        Map<String, Double> medians = new LinkedHashMap<>();
        values.forEach((phase, millis) -> medians.put(phase, new Samples(millis.stream().mapToDouble(Double::doubleValue).toArray()).median()));
        return medians;
    }
}
