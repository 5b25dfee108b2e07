package io.freshet.core.trust;

import java.util.List;

/**
 * Which targets a role may speak about (clause 4.5, PATHPATTERN): {@code *} stands for any number of characters,
 * {@code ?} for one, neither of them for a slash; all else stands for itself.
 *
 * @param glob the pattern, at most 1,024 characters
 */
public record PathPattern(String glob) {

    public PathPattern {
        if (glob.isEmpty() || glob.length() > 1024) {
            throw new IllegalArgumentException("a path pattern has 1 to 1024 characters, not " + glob.length());
        }
        if (glob.indexOf('[') >= 0 || glob.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("\"" + glob + "\" has a character class; only * and ? are supported");
        }
    }

    /** Whether the target at {@code path} is meant. */
    public boolean matches(String path) {
        List<String> mine = segments(glob);
        List<String> its = segments(path);
        if (mine.size() != its.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            if (!matches(mine.get(i), its.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a path that both patterns match. */
    public boolean overlaps(PathPattern other) {
        if (isLiteral() && other.isLiteral()) {
            return glob.equals(other.glob);
        }
        List<String> mine = segments(glob);
        List<String> its = segments(other.glob);
        if (mine.size() != its.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            if (!overlap(mine.get(i), its.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isLiteral() {
        return glob.indexOf('*') < 0 && glob.indexOf('?') < 0;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    /** In time of the product of the lengths, whatever the pattern: after a mismatch only the last star gives way. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Walks both patterns at once: row i, column j says whether what is left of each from there on can be equal. */
    private static boolean overlap(String a, String b) {
        boolean[] below = new boolean[b.length() + 1];
        for (int i = a.length(); i >= 0; i--) {
            boolean[] row = new boolean[b.length() + 1];
            for (int j = b.length(); j >= 0; j--) {
                boolean starA = i < a.length() && a.charAt(i) == '*';
                boolean starB = j < b.length() && b.charAt(j) == '*';
                if (starA || starB) {
                    row[j] = (i < a.length() && below[j]) || (j < b.length() && row[j + 1]);
                } else if (i == a.length() || j == b.length()) {
                    row[j] = i == a.length() && j == b.length();
                } else {
                    row[j] = (a.charAt(i) == b.charAt(j) || a.charAt(i) == '?' || b.charAt(j) == '?') && below[j + 1];
                }
            }
            below = row;
        }
        return below[0];
    }
}
