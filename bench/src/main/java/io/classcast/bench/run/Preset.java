package io.classcast.bench.run;

import io.classcast.cluster.SharedFs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What sharedfs costs, named after what it imitates.
 *
 * @param name such as nfs
 * @param costs of its operations
 * @param source where the figures are from
 */
public record Preset(String name, SharedFs.Costs costs, String source) {
    private static final int CACHED = 3600;

    private static final List<Preset> ALL = List.of(
            new Preset("nfs", new SharedFs.Costs(500, 100, 119, 0),
                    "one server that serialises metadata operations (Scullin, HPC with Python), 10,000 of them a second and a link of 1 Gbit/s, both assumed; attributes "
                            + "not cached, as with noac, which is what several clients of changing files come to"),
            new Preset("nfs-cached", new SharedFs.Costs(500, 100, 119, CACHED), "as nfs, with names and attributes cached for longer than a job takes (actimeo)"),
            new Preset("lustre", new SharedFs.Costs(500, 3, 1200, CACHED),
                    "mdtest of Dell Storage for HPC with Intel EE for Lustre (white paper, 4.4): 2,000 stats a second by one thread, more than 400,000 by 240; clients cache under "
                            + "locks; bandwidth of one object storage server assumed"),
            new Preset("lustre-busy", new SharedFs.Costs(2000, 100, 300, CACHED), "a Lustre that others keep busy: four times the latency, 10,000 operations a second left; assumed"),
            new Preset("counting", SharedFs.Costs.NONE, "no cost, names and attributes cached: two runs make the same operations"));

    /**
     * Finds one.
     *
     * @param name of it
     * @return the preset
     */
    public static Preset of(String name) {
        return ALL.stream().filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no file system is called " + name + "; there are " + names()));
    }

    /**
     * All there are.
     *
     * @return names with commas between them
     */
    public static String names() {
        return ALL.stream().map(Preset::name).collect(Collectors.joining(", "));
    }

    /**
     * For the record.
     *
     * @return costs and source
     */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("imitated", true);
        facts.put("roundTripMicros", costs.rttMicros());
        facts.put("metadataMicros", costs.metadataMicros());
        facts.put("bandwidthMibPerSecond", costs.bandwidthMib());
        facts.put("cachedSeconds", costs.timeoutSeconds());
        facts.put("source", source);
        return facts;
    }

    /** For help texts. */
    static List<String> all() {
        return Arrays.asList(names().split(", "));
    }
}
