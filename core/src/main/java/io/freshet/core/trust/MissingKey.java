package io.freshet.core.trust;

/** A document cannot be signed here: too few of its role's keys are at hand. */
public final class MissingKey extends Exception {

    private static final long serialVersionUID = 1;

    private final String role;
    private final int threshold;
    private final int present;

    /** @param keys what they are called: by files, or by ids */
    MissingKey(String role, int threshold, int present, String keys) {
        super("the role " + role + " needs " + threshold + " of its keys to sign (" + keys + "); " + present
                + " of them "
                + (present == 1 ? "is" : "are") + " in the key directory. Bring what is missing, or run this command"
                + " where it is");
        this.role = role;
        this.threshold = threshold;
        this.present = present;
    }

    /** The role that can't be signed for. */
    public String role() {
        return role;
    }

    /** Keys that must sign. */
    public int threshold() {
        return threshold;
    }

    /** Keys of the role that are at hand. */
    public int present() {
        return present;
    }
}
