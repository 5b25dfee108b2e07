package io.freshet.core.trust;

import io.freshet.core.Digest;
import java.util.regex.Pattern;

/**
 * Where trust metadata and targets lie in a repository, with consistent snapshots (clause 6.2.1): paths as a URL has them.
 * Those of our own repositories are the same written plainly.
 */
public final class RepositoryPaths {

    /** The one metadata object that changes. */
    public static final String TIMESTAMP = "metadata/timestamp.json";

    /** Segments that mean another place, and what no URL or file name can have in it. */
    private static final Pattern UNSAFE =
            Pattern.compile("(^|.*/)(\\.\\.?)?(/.*|$)|.*[\\x00-\\x1f\\x7f\\\\].*", Pattern.DOTALL);

    private RepositoryPaths() {}

    /** The path of a version of a role's document: {@code metadata/3.targets.json}. */
    public static String metadata(String role, long version) {
        return "metadata/" + version + "." + RoleName.encode(role) + ".json";
    }

    /** The path of a target: {@code targets/channels/mainnet/HASH.archive.json} for {@code channels/mainnet/archive.json}. */
    public static String target(String path, Digest sha256) {
        return target(path, sha256.toString());
    }

    /** The same, by any of its hashes, in hexadecimal. */
    static String target(String path, String hash) {
        requireTarget(path);
        int name = path.lastIndexOf('/') + 1;
        return "targets/" + encode(path.substring(0, name)) + hash + "." + encode(path.substring(name));
    }

    /** The path of a target where consistent snapshots are off. */
    static String plainTarget(String path) {
        return "targets/" + encode(requireTarget(path));
    }

    private static String encode(String path) {
        return PercentCode.encode(path, "/");
    }

    /** Refuses a target path that could lead out of the repository. */
    static String requireTarget(String path) {
        if (path.length() > 1024 || UNSAFE.matcher(path).matches()) {
            throw new IllegalArgumentException("\"" + path
                    + "\" is no path of a target: at most 1024 characters, in segments separated by slashes,"
                    + " none of them empty, \".\" or \"..\", and without control characters and backslashes");
        }
        return path;
    }
}
