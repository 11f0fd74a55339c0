package io.classcast.bench.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Figures and foreign text as a reader sees them. */
final class Text {
    /** Stands where nothing is known, as opposed to 0. */
    static final String UNKNOWN = "–";

    private static final double MIB = 1024.0 * 1024;
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\uFFFE\\uFFFF]");
    private static final Pattern BARE = Pattern.compile("[\\w@%+=:,./-]+");

    private Text() {
    }

    /** The text on one line, without characters that HTML and XML forbid. */
    static String line(Object value) {
        return CONTROLS.matcher(String.valueOf(value).replaceAll("\\s+", " ")).replaceAll("\uFFFD").strip();
    }

    /** The text on one line, at most so many characters long. */
    static String shortened(String text, int limit) {
        String line = line(text);
        return line.length() <= limit ? line : line.substring(0, limit - 1) + "…";
    }

    /** A number with about three digits; NaN is unknown. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        double size = Math.abs(value);
        return size == 0 ? "0" : String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** A count; NaN is unknown. */
    static String count(double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
    }

    /** Bytes as MiB; NaN is unknown. */
    static String mebibytes(double bytes) {
        return number(bytes / MIB);
    }

    /** Milliseconds as seconds; NaN is unknown. */
    static String seconds(double millis) {
        return number(millis / 1000);
    }

    /** So many of them, in the singular where it is one. */
    static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A command line that can be pasted into a shell. */
    static String command(List<String> words) {
        return words.stream().map(word -> BARE.matcher(word).matches() ? word : "'" + line(word).replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    }

    /** A value of JSON in words. */
    static String fact(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(entry -> line(entry.getKey()) + " " + fact(entry.getValue())).collect(Collectors.joining(", "));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Text::fact).collect(Collectors.joining(", "));
        }
        return line(value);
    }
}
