package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a text line by line; errors say in which line. */
final class Lines {

    private final String what;
    private final String text;
    private int at;
    private int number;

    /** A text whose last line ends in a newline too. */
    Lines(String what, String text) throws FormatException {
        this.what = what;
        this.text = text;
        if (!text.endsWith("\n")) {
            throw new FormatException(what, text.isEmpty() ? "is empty" : "does not end in a newline");
        }
    }

    boolean hasNext() {
        return at < text.length();
    }

    /**
     * The next line without its newline.
     *
     * @param name what the line holds, for the error where there is none
     */
    String next(String name) throws FormatException {
        if (!hasNext()) {
            throw new FormatException(what, "ends before " + name + ", after line " + number);
        }
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end);
        at = end + 1;
        number++;
        return line;
    }

    /** What {@code read} makes of the next line. */
    <T> T next(String name, Function<String, T> read) throws FormatException {
        String line = next(name);
        return build(() -> read.apply(line));
    }

    /** All that is left. */
    String rest() {
        return text.substring(at);
    }

    /** What a constructor makes of the line that was read last. */
    <T> T build(Supplier<T> made) throws FormatException {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    /** An error in the line that was read last. */
    FormatException error(String problem) {
        return new FormatException(what, problem + " (line " + number + ")");
    }
}
