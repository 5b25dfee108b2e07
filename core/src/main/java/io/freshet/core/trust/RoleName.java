package io.freshet.core.trust;

import java.util.Set;

/** Names of roles. They become parts of URLs and of file names, in both of them {@link #encode encoded}. */
public final class RoleName {

    public static final String ROOT = "root";
    public static final String TIMESTAMP = "timestamp";
    public static final String SNAPSHOT = "snapshot";
    public static final String TARGETS = "targets";

    /** Those whose keys the root lists. */
    public static final Set<String> TOP_LEVEL = Set.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS);

    /** With version and suffix still the name of a file everywhere. */
    private static final int MAX_ENCODED = 220;

    private RoleName() {}

    /** Refuses what can't be the name of a role that targets are delegated to. */
    static String requireDelegated(String name) {
        if (TOP_LEVEL.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is a top-level role; nothing is delegated to it");
        }
        encode(name);
        return name;
    }

    /**
     * The name as a part of a URL or as a file's: {@code ../x} is {@code ..%2Fx}.
     *
     * @throws IllegalArgumentException if it is empty or too long for the name of a file
     */
    static String encode(String name) {
        String encoded = PercentCode.encode(name, "");
        if (name.isEmpty() || encoded.length() > MAX_ENCODED) {
            throw new IllegalArgumentException("the name of a role has 1 to " + MAX_ENCODED
                    + " characters, those that a URL can't have counted three times: \"" + name + "\"");
        }
        return encoded;
    }
}
