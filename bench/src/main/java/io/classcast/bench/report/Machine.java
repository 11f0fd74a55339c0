package io.classcast.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What to know about the machine that a figure comes from. */
public final class Machine {
    private Machine() {
    }

    /**
     * Looks at this machine.
     *
     * @return cores, CPU model, memory, kernel and the load of the last minute
     */
    public static Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("cpu", value(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("memory", value(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("load", load());
        return facts;
    }

    private static double load() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key)).map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
