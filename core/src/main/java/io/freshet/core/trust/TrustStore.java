package io.freshet.core.trust;

import java.io.IOException;
import java.util.Optional;

/**
 * What a client keeps of trusted metadata from one update to the next, so that nobody can take it back to an older
 * state.
 *
 * <pre>
 * root.json                  the trusted root
 * root_history/N.root.json   every version of it that was trusted
 * timestamp.json             the trusted timestamp
 * snapshot.json              the trusted snapshot
 * ROLE.json                  the trusted targets and delegated documents; ROLE as a part of a URL has it
 * </pre>
 */
public interface TrustStore {

    /** What errors call a root that was given, and is kept only once it is trusted. */
    String GIVEN_ROOT = "the given root.json";

    /** The name of the file of a version of the root. */
    static String rootVersion(long version) {
        return "root_history/" + version + ".root.json";
    }

    /** The name of the file of the trusted document of a role other than root. */
    static String document(String role) {
        return RoleName.encode(role) + ".json";
    }

    /** The file of this name, if there is one. */
    Optional<byte[]> read(String name) throws IOException;

    /** Writes the file, durably and atomically: after a crash it is the old one or the new one. */
    void write(String name, byte[] bytes) throws IOException;

    /** Removes the file, durably; without one of this name, nothing happens. */
    void delete(String name) throws IOException;

    /** What to call the file in errors. */
    String describe(String name);
}
