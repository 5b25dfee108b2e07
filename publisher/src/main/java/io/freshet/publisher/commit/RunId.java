package io.freshet.publisher.commit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of one run of a publisher: when it started, and 16 random hexadecimal digits.
 *
 * @param value {@code 20261123T000000Z-9f3c6a1de0724b58}
 */
public record RunId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{16}");
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Checks the form. */
    public RunId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is no name of a run");
        }
    }

    /** A new one. */
    public static RunId starting(Instant now, RandomGenerator random) {
        return new RunId(START.format(now) + "-" + HexFormat.of().toHexDigits(random.nextLong()));
    }

    /** When it started, to the second. */
    public Instant started() {
        return START.parse(value.substring(0, value.indexOf('-')), Instant::from);
    }

    /** Whether that is the name of a run. */
    public static boolean isOne(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
