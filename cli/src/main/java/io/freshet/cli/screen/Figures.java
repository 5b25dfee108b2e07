package io.freshet.cli.screen;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Figures {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Figures() {}

    /** Bytes in powers of a thousand, as networks and disks count: {@code 1.24 GB}. */
    public static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String number = unit == 0 || value >= 99.95
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value >= 9.995 ? "%.1f" : "%.2f", value);
        return number + " " + UNITS[unit];
    }

    /** The same of a whole number. */
    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** Bytes a second. */
    public static String rate(long bytes, Duration time) {
        double seconds = time.toNanos() / 1e9;
        return seconds <= 0 ? "-" : bytes(bytes / seconds) + "/s";
    }

    /** A time to the second, or to a tenth of one below ten: {@code 2h05m}, {@code 3m07s}, {@code 4.2s}. */
    public static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
    }

    /** A share in percent, {@code -} of nothing. */
    public static String percent(long part, long whole) {
        return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }

    /** A number with its noun: {@code 1 pack}, {@code 2 packs}. */
    public static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
