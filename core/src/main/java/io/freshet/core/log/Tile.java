package io.freshet.core.log;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The hashes of one tile: the leaves of a subtree of height 8 (tlog-tiles, section Merkle Tree). */
final class Tile {

    private static final String WHAT = "tile";

    private final byte[] hashes;

    private Tile(byte[] hashes) {
        this.hashes = hashes;
    }

    /** A tile as it was read, which nothing has been checked of but its length. */
    static Tile parse(TilePath path, byte[] bytes) throws FormatException {
        if (bytes.length != path.width() * Digest.BYTES) {
            throw new FormatException(
                    WHAT, path + " has " + bytes.length + " bytes, not " + path.width() * Digest.BYTES);
        }
        return new Tile(bytes);
    }

    /**
     * Reads a tile. A partial one may have gone once the full one is there (section Partial Tiles): its hashes are the
     * first of that one.
     */
    static Tile read(TileSource source, TilePath path) throws IOException, LogException {
        Optional<byte[]> bytes = source.read(path);
        if (bytes.isPresent()) {
            return parse(path, bytes.get());
        }
        Optional<byte[]> full = path.isFull() ? Optional.empty() : source.read(path.full());
        Tile wider = parse(path.full(), full.orElseThrow(() -> new LogException.Missing(path)));
        return new Tile(Arrays.copyOf(wider.hashes, path.width() * Digest.BYTES));
    }

    int width() {
        return hashes.length / Digest.BYTES;
    }

    /** The hash over the 2^{@code height} hashes from {@code at} * 2^{@code height} on. */
    Digest hash(int height, int at) {
        return height == 0
                ? Digest.at(hashes, at * Digest.BYTES)
                : LogHash.node(hash(height - 1, 2 * at), hash(height - 1, 2 * at + 1));
    }

    /** The hash that the level above has of it; it must be full. */
    Digest root() {
        return hash(8, 0);
    }
}
