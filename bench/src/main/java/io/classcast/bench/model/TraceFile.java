package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Step;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Traces as text, packed with gzip.
 *
 * <pre>
 *   # startup-bench trace 1
 *   # scenario plain
 *   # workload trivial-100
 *   # role every | root | others
 *   # recorded where from, one line
 *   # cpu 812345                    microseconds
 *   12 lookup 3 0                   microseconds since the last answer, operation, number of the file, result
 *   40 lookup 4 -2
 *   9 read 5 4096 0                 bytes, offset
 *   2 +read 5 131072 4096           sent before the last one was answered; microseconds since that one was sent
 *   50 connect 0 200000             microseconds that connecting takes, beside what follows
 *   0 connected 0 0                 waits until that is done
 *   100 broadcast 0 81920           bytes
 *   3000 end 0 5                    number of operations before
 * </pre>
 */
public final class TraceFile {
    private static final String FORMAT = "# startup-bench trace 1";
    /** No start-up lasts a week. */
    private static final long LONGEST_THOUGHT = 7L * 24 * 3600 * 1_000_000;

    private TraceFile() {
    }

    /**
     * Reads a trace.
     *
     * @param in its bytes, gzip
     * @param name for messages
     * @return the trace
     * @throws IOException if it is damaged, with one line that says where
     */
    public static Trace read(InputStream in, String name) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            return new Reading(name).read(lines);
        } catch (EOFException | ZipException e) {
            throw new IOException(name + " is damaged or cut short: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a trace.
     *
     * @param file written by {@link #write}
     * @return the trace
     * @throws IOException if it cannot be read
     */
    public static Trace read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Writes a trace.
     *
     * @param trace all of it
     * @param file where
     * @throws IOException if it cannot be written
     */
    public static void write(Trace trace, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (Writer out = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write(FORMAT + "\n# scenario " + trace.scenario() + "\n# workload " + trace.workload() + "\n# role " + word(trace.role()) + "\n# recorded "
                    + trace.recorded() + "\n# cpu " + trace.cpuMicros() + "\n");
            for (Step step : trace.steps()) {
                out.write(step.thinkMicros() + (step.together() ? " +" : " ") + step.operation().word() + " " + step.path() + " " + step.value()
                        + (step.operation() == Operation.READ ? " " + step.offset() : "") + "\n");
            }
        }
    }

    private static String word(Trace.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** One file, line by line. */
    private static final class Reading {
        private final String name;
        private final Map<String, String> header = new HashMap<>();
        private final List<Step> steps = new ArrayList<>();
        private int number;

        Reading(String name) {
            this.name = name;
        }

        Trace read(BufferedReader lines) throws IOException {
            String line = lines.readLine();
            number = 1;
            if (!FORMAT.equals(line)) {
                throw wrong("it does not begin with \"" + FORMAT + "\"");
            }
            boolean ended = false;
            while ((line = lines.readLine()) != null) {
                number++;
                if (ended) {
                    throw wrong("something follows the end");
                }
                if (line.startsWith("# ")) {
                    String[] words = line.split(" ", 3);
                    header.put(words[1], words.length > 2 ? words[2] : "");
                } else {
                    Step step = step(line);
                    ended = step.operation() == Operation.END;
                    if (ended && step.value() != steps.size()) {
                        throw wrong("its end counts " + step.value() + " operations, " + steps.size() + " are there");
                    }
                    steps.add(step);
                }
            }
            if (!ended) {
                throw wrong("it is cut short: no end");
            }
            return new Trace(text("scenario"), text("workload"), role(), text("recorded"), number(text("cpu"), "cpu", 0, LONGEST_THOUGHT), steps);
        }

        private Step step(String line) throws IOException {
            String[] words = line.split(" ");
            if (words.length < 4 || words.length > 5) {
                throw wrong("\"" + line + "\" is not: microseconds operation file value [offset]");
            }
            boolean together = words[1].startsWith("+");
            String word = together ? words[1].substring(1) : words[1];
            Operation operation = Operation.of(word).orElseThrow(() -> wrong("unknown operation \"" + word + "\""));
            if (together && (operation.compareTo(Operation.READ) > 0 || steps.isEmpty())) {
                throw wrong("\"" + words[1] + "\" has nothing to go together with");
            }
            long least = operation.isMetadata() ? -4095 : 0;
            return new Step(number(words[0], "time", 0, LONGEST_THOUGHT), together, operation, (int) number(words[2], "file", 0, Integer.MAX_VALUE),
                    number(words[3], "value", least, Long.MAX_VALUE), words.length > 4 ? number(words[4], "offset", 0, Long.MAX_VALUE) : 0);
        }

        private long number(String text, String what, long least, long most) throws IOException {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw wrong(what + " \"" + text + "\" is no number");
            }
            throw wrong(what + " " + text + " is not from " + least + " to " + most);
        }

        private String text(String key) throws IOException {
            String value = header.get(key);
            if (value == null) {
                throw wrong("no line \"# " + key + "\"");
            }
            return value;
        }

        private Trace.Role role() throws IOException {
            String text = text("role");
            return Arrays.stream(Trace.Role.values()).filter(role -> word(role).equals(text)).findFirst().orElseThrow(() -> wrong("unknown role \"" + text + "\""));
        }

        private IOException wrong(String what) {
            return new IOException(name + ", line " + number + ": " + what + "; record it again with startup-bench model record");
        }
    }
}
