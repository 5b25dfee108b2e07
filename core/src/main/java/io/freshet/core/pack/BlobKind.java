package io.freshet.core.pack;

/** What an index blob in a pack is. */
public enum BlobKind {
    /** A node of a content index; its digest is the node's id. */
    CONTENT_NODE(2, 4 << 20),
    /** A node of a location index. */
    LOCATION_NODE(3, 4 << 20),
    /** The head of a location index. */
    LOCATION_ROOT(4, 4 << 20),
    /** The list of the packs that a snapshot needs. */
    PACK_LIST(5, 64 << 20),
    /** A node that says where the bases of delta frames lie. */
    BASES_NODE(6, 4 << 20);

    private final int number;
    private final int maxPlain;

    BlobKind(int number, int maxPlain) {
        this.number = number;
        this.maxPlain = maxPlain;
    }

    /** The number that stands for it in a pack's table. */
    public int number() {
        return number;
    }

    /** The most plain bytes that such a blob may have. */
    public int maxPlain() {
        return maxPlain;
    }
}
