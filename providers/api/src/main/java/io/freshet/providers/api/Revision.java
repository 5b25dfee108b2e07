package io.freshet.providers.api;

/**
 * One state of an object, as its store names it: an ETag with its quotes, a generation, a digest. Opaque: only the store
 * that gave it out understands it, and only equality means anything. Two states with the same bytes may be equal.
 *
 * @param value as the store wrote it; never empty
 */
public record Revision(String value) {
    public Revision {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a revision can't be empty");
        }
    }
}
