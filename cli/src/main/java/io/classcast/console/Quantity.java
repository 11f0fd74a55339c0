package io.classcast.console;

import java.util.Locale;

/** Figures with units, in ASCII, since a launcher may give its ranks a locale that knows nothing else. */
public final class Quantity {
    private static final String[] BYTES = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Quantity() {
    }

    /**
     * A number of bytes.
     *
     * @param bytes not negative
     * @return such as {@code 26.4 MiB}
     */
    public static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit + 1 < BYTES.length) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTES[unit]);
    }

    /**
     * A time.
     *
     * @param seconds not negative
     * @return such as {@code 0.012 ms}, {@code 4.2 s}, {@code 13 min}, {@code 5.5 h}
     */
    public static String time(double seconds) {
        if (seconds < 0.1) {
            return String.format(Locale.ROOT, "%.3f ms", seconds * 1000);
        }
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 7200 ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%,.1f h", seconds / 3600);
    }

    /**
     * A number of things.
     *
     * @param count how many
     * @return with commas between thousands
     */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * A number of things, with their name.
     *
     * @param count how many
     * @param thing the name of one; an s makes it several
     * @return such as {@code 1 open}, {@code 1,234 opens}
     */
    public static String of(long count, String thing) {
        return count(count) + ' ' + thing + (count == 1 ? "" : "s");
    }
}
