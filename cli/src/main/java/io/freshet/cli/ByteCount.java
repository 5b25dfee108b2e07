package io.freshet.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 100M}, {@code 1.5G} or {@code 65536}: bytes, with k, M, G or T for powers of a thousand. */
public final class ByteCount implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?)([kKMGT]?)(i?)B?");
    private static final String UNITS = "KMGT";

    /** Called by picocli. */
    public ByteCount() {}

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()
                || (matcher.group(2).isEmpty() && !matcher.group(3).isEmpty())) {
            throw new TypeConversionException(
                    "'" + text + "' is no number of bytes: write it like 65536, 100M, 1.5G or 64MiB");
        }
        int power = UNITS.indexOf(matcher.group(2).toUpperCase(Locale.ROOT));
        double unit = matcher.group(2).isEmpty() ? 1 : Math.pow(matcher.group(3).isEmpty() ? 1000 : 1024, power + 1);
        return (long) (Double.parseDouble(matcher.group(1)) * unit);
    }
}
