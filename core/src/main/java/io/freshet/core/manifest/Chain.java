package io.freshet.core.manifest;

import java.util.Optional;

/**
 * Which chain a channel is of, as far as its publisher says. A channel says no less than it has said, and nothing else.
 *
 * @param network its name for people ("mainnet")
 * @param id what the chain's nodes call it ("cosmoshub-4"; of Ethereum the number, in decimal)
 */
public record Chain(Optional<String> network, Optional<String> id) {

    private static final int MOST_SHOWN = 100;

    /** The chain of a source. */
    public static Chain of(Source source) {
        return new Chain(source.network(), source.chainId());
    }

    /** Whether a channel that was of this chain may be of {@code next} now. */
    public boolean goesOnAs(Chain next) {
        return goesOn(network, next.network) && goesOn(id, next.id);
    }

    /** Whether both say something that differs. What one of them does not say contradicts nothing. */
    public boolean contradicts(Chain other) {
        return contradicts(network, other.network) || contradicts(id, other.id);
    }

    private static boolean contradicts(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    private static boolean goesOn(Optional<String> before, Optional<String> next) {
        return before.isEmpty() || before.equals(next);
    }

    /** {@code network "mainnet", chain "1"}, or that it is not known. */
    @Override
    public String toString() {
        String name = network.map(text -> "network " + quoted(text)).orElse("");
        String number = id.map(text -> "chain " + quoted(text)).orElse("");
        String both = name + (name.isEmpty() || number.isEmpty() ? "" : ", ") + number;
        return both.isEmpty() ? "no known network" : both;
    }

    private static String quoted(String text) {
        return "\"" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text) + "\"";
    }
}
