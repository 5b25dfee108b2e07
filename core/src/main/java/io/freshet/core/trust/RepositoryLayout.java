package io.freshet.core.trust;

/**
 * Where documents and targets lie in a repository, as paths of URLs: each with its version or hash in its name
 * (clause 6.2, consistent snapshots), or each under one name for ever. Ours are of the first kind.
 *
 * @param consistent whether consistent snapshots are on
 */
record RepositoryLayout(boolean consistent) {

    /** The path of a version of a role's document. A root has its version in its name, whatever else has (clause 5.3.3). */
    String metadata(String role, long version) {
        return consistent || role.equals(RoleName.ROOT)
                ? RepositoryPaths.metadata(role, version)
                : "metadata/" + RoleName.encode(role) + ".json";
    }

    /** The path of a target of these hashes. */
    String target(String path, Hashes hashes) {
        return consistent ? RepositoryPaths.target(path, hashes.preferred()) : RepositoryPaths.plainTarget(path);
    }
}
