package io.freshet.core.manifest;

/** What somebody gave as the reason of an act: one line, which is printed on other people's terminals. */
final class Reasons {

    private static final int LONGEST = 500;

    private Reasons() {}

    /** @throws IllegalArgumentException if it is no such line */
    static void check(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST) {
            throw new IllegalArgumentException("a reason has 1 to " + LONGEST + " characters");
        }
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a reason is one line, without control characters");
        }
    }
}
