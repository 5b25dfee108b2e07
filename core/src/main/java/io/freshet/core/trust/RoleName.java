package io.freshet.core.trust;

import java.util.Set;
import java.util.regex.Pattern;

/** Names of roles: they become parts of URLs and of file names, so few characters are allowed in them. */
public final class RoleName {

    public static final String ROOT = "root";
    public static final String TIMESTAMP = "timestamp";
    public static final String SNAPSHOT = "snapshot";
    public static final String TARGETS = "targets";

    static final Set<String> TOP_LEVEL = Set.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS);
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,219}");
    /** Its document would be kept under the name of a root's, see {@link TrustStore}. */
    private static final Pattern ROOT_VERSION = Pattern.compile("[0-9]+\\.root");

    private RoleName() {}

    /** Refuses what can't be the name of a role that targets are delegated to. */
    static String requireDelegated(String name) {
        if (TOP_LEVEL.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is a top-level role; nothing is delegated to it");
        }
        if (ROOT_VERSION.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is what a version of the root is called");
        }
        return requireValid(name);
    }

    static String requireValid(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a role: up to 220 of a-z 0-9 . _ -");
        }
        return name;
    }
}
