package io.freshet.core.index;

import io.freshet.core.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A path in a component: segments joined by {@code /}, the empty one being the component's own root. Ordered by bytes
 * with {@code /} first, so that a directory comes before what is in it, and all of that before anything else.
 */
public record EntryPath(String value) implements Comparable<EntryPath> {

    /** The component's own root. */
    public static final EntryPath ROOT = new EntryPath("");

    private static final int MAX_BYTES = 4096;
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_DEPTH = 128;

    /** @throws IllegalArgumentException if {@link #problem} finds one */
    public EntryPath {
        Optional<String> problem = problem(value);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(
                    "\"" + printable(value) + "\" can't be a path in a snapshot: " + problem.get());
        }
    }

    /** A path that came from elsewhere, refused as a fault of {@code what}. */
    static EntryPath parse(String what, String value) throws FormatException {
        Optional<String> problem = problem(value);
        if (problem.isPresent()) {
            throw new FormatException(what, "the path \"" + printable(value) + "\" is refused: " + problem.get());
        }
        return new EntryPath(value);
    }

    /** What keeps {@code value} from being a path in a snapshot, in words; empty if nothing does. */
    public static Optional<String> problem(String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            return Optional.of("it is not valid Unicode");
        }
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            return Optional.of("it has a control character");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("it is longer than " + MAX_BYTES + " bytes");
        }
        String[] names = value.split("/", -1);
        if (names.length > MAX_DEPTH) {
            return Optional.of("it is more than " + MAX_DEPTH + " names deep");
        }
        for (String name : names) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return Optional.of("it has a name \"" + name + "\"");
            }
            if (name.length() > MAX_NAME_BYTES / 4 && name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                return Optional.of("it has a name of more than " + MAX_NAME_BYTES + " bytes");
            }
        }
        return Optional.empty();
    }

    /** The directory that this lies in; the root's is the root. */
    public EntryPath parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? ROOT : new EntryPath(value.substring(0, slash));
    }

    /** The path of {@code name} in this directory. */
    public EntryPath resolve(String name) {
        return new EntryPath(value.isEmpty() ? name : value + "/" + name);
    }

    /** The last segment; empty for the root. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** Whether this is {@code directory} or lies somewhere below it. */
    public boolean isIn(EntryPath directory) {
        return directory.value.isEmpty()
                || value.equals(directory.value)
                || (value.startsWith(directory.value) && value.charAt(directory.value.length()) == '/');
    }

    /**
     * The text on one line, for messages and terminals: what would move a cursor, end a line or turn the direction of
     * writing is made visible.
     */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isHidden(Character.getType(c))) {
                for (char half : Character.toChars(c)) {
                    out.append("\\u%04x".formatted((int) half));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Controls, marks of direction and of no width, ends of lines, halves of characters. */
    private static boolean isHidden(int type) {
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    @Override
    public int compareTo(EntryPath other) {
        String a = value;
        String b = other.value;
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Integer.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Ranks UTF-16 units as the UTF-8 bytes of their code points are: surrogates above all else; {@code /} lowest. */
    private static int rank(char c) {
        if (c == '/') {
            return 0;
        }
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }

    @Override
    public String toString() {
        return value;
    }
}
