package io.freshet.core.trust;

import io.freshet.core.Digest;

/** Where trust metadata and targets lie in a repository, with consistent snapshots (clause 6.2.1). */
public final class RepositoryPaths {

    /** The one metadata object that changes. */
    public static final String TIMESTAMP = "metadata/timestamp.json";

    private RepositoryPaths() {}

    /** The path of a version of a role's document: {@code metadata/3.targets.json}. */
    public static String metadata(String role, long version) {
        return "metadata/" + version + "." + RoleName.requireValid(role) + ".json";
    }

    /** The path of a target: {@code targets/channels/mainnet/HASH.archive.json} for {@code channels/mainnet/archive.json}. */
    public static String target(String path, Digest sha256) {
        requireTarget(path);
        int name = path.lastIndexOf('/') + 1;
        return "targets/" + path.substring(0, name) + sha256 + "." + path.substring(name);
    }

    /** Refuses a target path that could lead out of the repository or mean something else in a URL. */
    static String requireTarget(String path) {
        if (path.length() > 1024 || !path.matches("[A-Za-z0-9_][A-Za-z0-9._+-]*(/[A-Za-z0-9_][A-Za-z0-9._+-]*)*")) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" is no path of a target: segments of A-Z a-z 0-9 . _ + -"
                            + " that begin with neither . nor + nor -, separated by slashes, at most 1024 characters");
        }
        return path;
    }
}
