package io.freshet.core.json;

/**
 * How large a document may be, checked before any of it is parsed or allocated.
 *
 * @param maxBytes length of the document in bytes, at most {@value #MOST_BYTES}
 * @param maxDepth objects and arrays inside one another, the outermost being 1; at most {@value #MOST_DEPTH}
 */
public record JsonLimits(int maxBytes, int maxDepth) {

    /** What no document may exceed, whatever its limits say: a parsed tree takes some 30 bytes for one of text. */
    public static final int MOST_BYTES = 8 << 20;

    /** The tree is read and written recursively; this keeps far from the end of any thread's stack. */
    public static final int MOST_DEPTH = 128;

    public JsonLimits {
        if (maxBytes < 1 || maxBytes > MOST_BYTES) {
            throw new IllegalArgumentException("maxBytes is 1 to " + MOST_BYTES + ", not " + maxBytes);
        }
        if (maxDepth < 1 || maxDepth > MOST_DEPTH) {
            throw new IllegalArgumentException("maxDepth is 1 to " + MOST_DEPTH + ", not " + maxDepth);
        }
    }
}
