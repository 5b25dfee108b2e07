package io.freshet.fetcher.anchor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A hash of a chain. Ethereum writes it in small letters after {@code 0x}, Cosmos in capitals without; both are the same
 * here.
 *
 * @param hex 2 to 128 digits in small letters, an even number of them
 */
public record ChainHash(String hex) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{2}){1,64}");

    /** @throws IllegalArgumentException if {@code hex} is not of that form */
    public ChainHash {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("is no hash in hexadecimal");
        }
    }

    /** Reads what a person, a manifest or a node has written; empty if it is no hash. */
    static Optional<ChainHash> parse(String text) {
        String hex = text.toLowerCase(Locale.ROOT);
        hex = hex.startsWith("0x") ? hex.substring(2) : hex;
        return FORM.matcher(hex).matches() ? Optional.of(new ChainHash(hex)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "0x" + hex;
    }
}
