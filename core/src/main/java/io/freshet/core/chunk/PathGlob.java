package io.freshet.core.chunk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pattern of paths: {@code ?} is one character other than {@code /}, {@code *} any number of those, {@code **} any
 * number of any characters, and {@code **}{@code /} at the start of a segment also matches nothing. Every other
 * character stands for itself.
 *
 * <p>Matching follows all possibilities at once: its time is bounded by the length of the path times that of the
 * pattern, whatever the pattern.
 */
public final class PathGlob {

    private static final int MAX_BYTES = 4096;

    private static final int ONE = -1;
    private static final int MANY = -2;
    private static final int ANY = -3;
    /** Stands before {@code ANY '/'}: these two may be left out. */
    private static final int OPTIONAL_DIRECTORIES = -4;

    private final String text;
    private final int[] tokens;

    /** @throws IllegalArgumentException if {@code text} is empty or longer than 4,096 bytes */
    public PathGlob(String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a pattern has 1 to " + MAX_BYTES + " bytes: \"" + text + "\"");
        }
        this.text = text;
        this.tokens = tokens(text.codePoints().toArray());
    }

    /** Whether the whole of {@code path}, relative to the component's root, matches. */
    public boolean matches(String path) {
        boolean[] now = new boolean[tokens.length + 1];
        boolean[] next = new boolean[tokens.length + 1];
        now[0] = true;
        skip(now);
        for (int at = 0; at < path.length(); ) {
            int character = path.codePointAt(at);
            at += Character.charCount(character);
            Arrays.fill(next, false);
            step(now, character, next);
            skip(next);
            boolean[] spare = now;
            now = next;
            next = spare;
        }
        return now[tokens.length];
    }

    /** Follows {@code character} from each state, a state being the number of the token that comes next. */
    private void step(boolean[] now, int character, boolean[] next) {
        for (int i = 0; i < tokens.length; i++) {
            if (!now[i]) {
                continue;
            }
            int token = tokens[i];
            if (token == character || (token == ONE && character != '/')) {
                next[i + 1] = true;
            } else if (token == ANY || (token == MANY && character != '/')) {
                next[i] = true;
            }
        }
    }

    /** Adds the states that are reached without a character. They all lie ahead, so that one pass is enough. */
    private void skip(boolean[] states) {
        for (int i = 0; i < tokens.length; i++) {
            if (states[i] && tokens[i] <= MANY) {
                states[i + 1] = true;
                if (tokens[i] == OPTIONAL_DIRECTORIES) {
                    states[i + 3] = true;
                }
            }
        }
    }

    private static int[] tokens(int[] pattern) {
        int[] tokens = new int[pattern.length * 2];
        int size = 0;
        for (int i = 0; i < pattern.length; i++) {
            boolean twice = i + 1 < pattern.length && pattern[i] == '*' && pattern[i + 1] == '*';
            if (twice) {
                boolean startsSegment = i == 0 || pattern[i - 1] == '/';
                if (startsSegment && i + 2 < pattern.length && pattern[i + 2] == '/') {
                    tokens[size++] = OPTIONAL_DIRECTORIES;
                }
                tokens[size++] = ANY;
                i++;
            } else if (pattern[i] == '*') {
                tokens[size++] = MANY;
            } else {
                tokens[size++] = pattern[i] == '?' ? ONE : pattern[i];
            }
        }
        return Arrays.copyOf(tokens, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathGlob pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The pattern as it is written. */
    @Override
    public String toString() {
        return text;
    }
}
