package io.classcast.bench.workload;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a jynamic program consists of. Its text is a preset's name, keys with numbers, or both: {@code storm}, {@code storm,seed=7},
 * {@code jars=20,directories=4,classes=500}. What is not named is 0, but classes (100), class-bytes (3000), calls (2), library-directories (1) and seed (1).
 *
 * @param jars number of jars on the class path
 * @param directories number of directories on the class path; with the jars at least 1
 * @param classes number of classes, providers of services among them; Main and its few helpers in the first entry come on top
 * @param classBytes average size of a class file, bytes; one that does little more than to be there has about 900
 * @param calls how many others a class calls, on average; 0: Main's drivers call each class
 * @param resources number of resources, each of which one class reads
 * @param services number of classes that are providers of a service; a service has up to 5 of them
 * @param libraries number of native libraries, each of which one class loads
 * @param libraryDirectories number of directories on java.library.path
 * @param misses number of lookups of resources that are not there
 * @param seed of all that is random
 */
public record JynamicShape(int jars, int directories, int classes, int classBytes, int calls, int resources, int services, int libraries,
        int libraryDirectories, int misses, long seed) {
    private static final List<String> KEYS = List.of("jars", "directories", "classes", "class-bytes", "calls", "resources", "services", "libraries",
            "library-directories", "misses", "seed");
    private static final JynamicShape USUAL = new JynamicShape(0, 1, 100, 3000, 2, 0, 0, 0, 1, 0, 1);
    /** A real start of a Spark SQL session made 215 lookups of resources, and 337 lookups that found nothing, for 9,688 classes: 2 and 3.5 in a hundred. */
    private static final Map<String, JynamicShape> PRESETS = presets();
    /** So that no method outgrows 64 KiB. */
    private static final int LOOKUPS_PER_CLASS = 1000;
    private static final int MOST = 1_000_000;
    private static final int MOST_SERVICES = 10_000;
    private static final int MOST_CALLS = 100;
    private static final int MOST_CLASS_BYTES = 100_000;

    /**
     * Refuses what makes no program.
     *
     * @param jars 0 to 1,000,000
     * @param directories 0 to 1,000,000
     * @param classes 1 to 1,000,000
     * @param classBytes 1 to 100,000
     * @param calls 0 to 100
     * @param resources with misses and libraries at most 1,000 a class
     * @param services at most as many as classes, and 10,000
     * @param libraries 0 to 1,000,000
     * @param libraryDirectories 1 to 1,000,000
     * @param misses 0 to 1,000,000
     * @param seed any
     * @throws IllegalArgumentException with one line that says why
     */
    public JynamicShape {
        range("jars", jars, 0, MOST);
        range("directories", directories, 0, MOST);
        range("classes", classes, 1, MOST);
        range("class-bytes", classBytes, 1, MOST_CLASS_BYTES);
        range("calls", calls, 0, MOST_CALLS);
        range("resources", resources, 0, MOST);
        range("services", services, 0, Math.min(classes, MOST_SERVICES));
        range("libraries", libraries, 0, MOST);
        range("library-directories", libraryDirectories, 1, MOST);
        range("misses", misses, 0, MOST);
        if (jars + directories == 0) {
            throw new IllegalArgumentException("no class path: jars and directories are both 0");
        }
        if ((long) resources + misses + libraries > (long) LOOKUPS_PER_CLASS * classes) {
            throw new IllegalArgumentException("resources, misses and libraries together are more than " + LOOKUPS_PER_CLASS + " a class");
        }
    }

    private static Map<String, JynamicShape> presets() {
        Map<String, JynamicShape> presets = new LinkedHashMap<>();
        presets.put("trivial-100", new JynamicShape(0, 10, 100, 500, 0, 0, 0, 100, 10, 0, 1));
        presets.put("storm", new JynamicShape(0, 40, 2_000, 3_000, 2, 40, 20, 0, 1, 70, 1));
        presets.put("large", new JynamicShape(500, 0, 50_000, 3_000, 2, 1_000, 100, 0, 1, 1_750, 1));
        return presets;
    }

    /**
     * The names of the presets.
     *
     * @return as in a shape's text
     */
    public static Set<String> presetNames() {
        return new LinkedHashSet<>(PRESETS.keySet());
    }

    /**
     * Reads a shape.
     *
     * @param text as the description of this class says
     * @return the shape
     * @throws IllegalArgumentException if the text is wrong, with one line that says why
     */
    public static JynamicShape parse(String text) {
        List<String> parts = Arrays.asList(text.split(",", -1));
        boolean preset = !parts.get(0).contains("=");
        JynamicShape base = USUAL;
        if (preset) {
            base = PRESETS.get(parts.get(0));
            if (base == null) {
                throw new IllegalArgumentException("there is no workload \"" + parts.get(0) + "\"; known: " + String.join(", ", PRESETS.keySet())
                        + ", or KEY=NUMBER,... with the keys " + String.join(", ", KEYS));
            }
        }
        Map<String, Long> given = new LinkedHashMap<>();
        for (String part : parts.subList(preset ? 1 : 0, parts.size())) {
            put(given, part, text);
        }
        if (!preset) {
            given.putIfAbsent("directories", given.containsKey("jars") ? 0L : 1L);
        }
        return base.with(given);
    }

    private static void put(Map<String, Long> given, String part, String text) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        if (!KEYS.contains(key)) {
            throw new IllegalArgumentException("unknown key \"" + key + "\" in \"" + text + "\"; known: " + String.join(", ", KEYS));
        }
        long number;
        try {
            number = Long.parseLong(part.substring(equals + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + part + "\" is not " + key + "=NUMBER", e);
        }
        if (!key.equals("seed")) {
            range(key, number, 0, Integer.MAX_VALUE);
        }
        if (given.put(key, number) != null) {
            throw new IllegalArgumentException(key + " is given twice in \"" + text + "\"");
        }
    }

    private JynamicShape with(Map<String, Long> given) {
        Map<String, Long> all = numbers();
        all.putAll(given);
        int[] n = all.values().stream().limit(KEYS.size() - 1).mapToInt(Long::intValue).toArray();
        return new JynamicShape(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], all.get("seed"));
    }

    /**
     * The shape as keys and numbers.
     *
     * @return in the order of the record
     */
    public Map<String, Long> numbers() {
        long[] values = {jars, directories, classes, classBytes, calls, resources, services, libraries, libraryDirectories, misses, seed};
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            numbers.put(KEYS.get(i), values[i]);
        }
        return numbers;
    }

    /**
     * A name for tables.
     *
     * @return the preset that it is, whatever the seed; or jynamic
     */
    public String name() {
        return PRESETS.entrySet().stream().filter(preset -> preset.getValue().with(Map.of("seed", seed)).equals(this)).map(Map.Entry::getKey)
                .findFirst().orElse("jynamic");
    }

    private static void range(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + "=" + value + " is not in " + least + " to " + most);
        }
    }
}
