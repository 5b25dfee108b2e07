package io.freshet.core.trust;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a repository's objects are read from. Nothing that comes from here is trusted. */
public interface MetadataSource {

    /** The mirrors, by their base URLs, the preferred ones first; at least one. */
    List<String> mirrors();

    /**
     * Reads an object from one mirror. May be called from several threads at once. It answers or fails within a bounded
     * time, and stops reading after {@code maxBytes + 1} bytes, so that the caller can see that there were too many.
     *
     * @param mirror one of {@link #mirrors()}
     * @param path the object's path in the repository
     * @param maxBytes the most that is of use
     * @return the bytes; empty if the mirror has no such object
     * @throws Absent if it has none, and there is more to say of that
     * @throws IOException if the mirror does not answer, or breaks off
     */
    Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException;

    /** A mirror does not have an object. */
    final class Absent extends IOException {

        private static final long serialVersionUID = 1;

        /** @param answer what it answered, for people */
        public Absent(String answer) {
            super(answer);
        }
    }
}
