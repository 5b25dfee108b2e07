package io.freshet.core.trust;

/** A document cannot be signed here: too few of its role's keys are at hand. */
public final class MissingKey extends Exception {

    private static final long serialVersionUID = 1;

    private final String role;
    private final int threshold;
    private final int present;

    MissingKey(String role, int threshold, int present) {
        super("the role " + role + " needs " + threshold + " of its keys to sign; " + present + " of them "
                + (present == 1 ? "is" : "are") + " in the key directory ("
                + (role.equals(RoleName.ROOT) || role.equals(RoleName.TARGETS)
                        ? "root-1.key or root-2.key"
                        : "online.key")
                + "); bring it, or run this command where it is");
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
