package io.freshet.core.manifest;

/** What somebody gave as the reason of an act: one line, which is printed on other people's terminals. */
public final class Reasons {

    private static final int LONGEST = 500;

    private Reasons() {}

    /**
     * Makes sure that it is one.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    public static void check(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST) {
            throw new IllegalArgumentException("a reason has 1 to " + LONGEST + " characters");
        }
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a reason is one line, without control characters");
        }
    }
}
