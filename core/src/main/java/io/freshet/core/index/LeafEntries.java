package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import java.util.List;

/** Reads the entries of leaves back into items. */
final class LeafEntries {

    private LeafEntries() {}

    /** Reads what follows an entry's kind and appends its items. */
    static void read(int kind, ByteReader in, List<Item> items) throws FormatException {
        switch (kind) {
            case ContentLimits.PATH -> items.add(path(in));
            case ContentLimits.FIXED_RUN -> fixedRun(in, items);
            case ContentLimits.RUN -> run(in, items);
            case ContentLimits.ZEROS -> {
                long length = in.varint();
                if (length == 0) {
                    throw in.error("a zero run is empty");
                }
                items.add(new Item.Zeros(length));
            }
            case ContentLimits.INLINE -> items.add(new Item.Inline(in.raw(in.remaining())));
            default ->
                throw in.error("an entry of a leaf is of kind " + kind
                        + ", which is not known to this release; a newer one may read it");
        }
    }

    private static Item path(ByteReader in) throws FormatException {
        int type = in.u8();
        int mode = in.varint("a mode", 0, Item.MODE_MASK);
        EntryPath path = EntryPath.parse("content node", in.string("a path", ContentLimits.MAX_ENTRY_BYTES));
        return switch (type) {
            case ContentLimits.DIRECTORY -> new Item.Directory(path, mode, Extension.read(in));
            case ContentLimits.FILE -> new Item.File(path, mode, in.varint(), Extension.read(in));
            case ContentLimits.LINK -> {
                if (mode != 0) {
                    throw in.error("a link has mode " + Integer.toOctalString(mode) + ", and a link has none");
                }
                String target = in.string("a link's target", ContentLimits.MAX_ENTRY_BYTES);
                yield new Item.Link(path, target, Extension.read(in));
            }
            default ->
                throw in.error(
                        "a path is of type " + type + ", which is not known to this release; a newer one may read it");
        };
    }

    private static void fixedRun(ByteReader in, List<Item> items) throws FormatException {
        int grain = in.varint("a grain", 1, ContentLimits.MAX_CHUNK_BYTES);
        int count = in.varint("number of chunks in a run", 1, ContentLimits.MAX_RUN);
        for (int i = 0; i < count; i++) {
            items.add(new Item.Chunk(in.digest(), grain, grain));
        }
    }

    private static void run(ByteReader in, List<Item> items) throws FormatException {
        int count = in.varint("number of chunks in a run", 1, ContentLimits.MAX_RUN);
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = in.varint("length of a chunk", 1, ContentLimits.MAX_CHUNK_BYTES);
        }
        for (int i = 0; i < count; i++) {
            Digest id = in.digest();
            items.add(new Item.Chunk(id, lengths[i], 0));
        }
    }
}
