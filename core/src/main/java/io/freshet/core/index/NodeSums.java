package io.freshet.core.index;

/** What lies in and below a content node: path entries, chunks, and bytes of files. */
public record NodeSums(long paths, long chunks, long bytes) {

    /** Nothing. */
    public static final NodeSums NONE = new NodeSums(0, 0, 0);

    /** Both together. */
    public NodeSums plus(NodeSums other) {
        return new NodeSums(paths + other.paths, chunks + other.chunks, bytes + other.bytes);
    }

    /** This and one more item. */
    NodeSums plus(Item item) {
        return switch (item) {
            case Item.Path path -> new NodeSums(paths + 1, chunks, bytes);
            case Item.Chunk chunk -> new NodeSums(paths, chunks + 1, bytes + chunk.size());
            case Item.Piece piece -> new NodeSums(paths, chunks, bytes + piece.length());
        };
    }
}
