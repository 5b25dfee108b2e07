package io.freshet.cli;

/** The reason of an act, as it was typed. */
final class Reason {

    private Reason() {}

    /** The same where it can be one. */
    static String of(String text) throws UsageException {
        if (text.isBlank() || text.length() > 500 || text.chars().anyMatch(Character::isISOControl)) {
            throw new UsageException("--reason is one line of 1 to 500 characters: operators read it");
        }
        return text;
    }
}
