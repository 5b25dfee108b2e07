package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;

/**
 * How a content node knows one of its children.
 *
 * @param id the child's id
 * @param sums what lies in and below it
 * @param firstPath the path that its first item belongs to
 */
public record ContentChild(Digest id, NodeSums sums, EntryPath firstPath) {

    void write(ByteWriter out) {
        out.u8(ContentLimits.CHILD).digest(id);
        out.varint(sums.paths()).varint(sums.chunks()).varint(sums.bytes());
        out.string(firstPath.value());
    }

    /** Reads what follows the entry's kind. */
    static ContentChild read(ByteReader in) throws FormatException {
        Digest id = in.digest();
        NodeSums sums = new NodeSums(in.varint(), in.varint(), in.varint());
        return new ContentChild(
                id, sums, EntryPath.parse("content node", in.string("a path", ContentLimits.MAX_ENTRY_BYTES)));
    }
}
