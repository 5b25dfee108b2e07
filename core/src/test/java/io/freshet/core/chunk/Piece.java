package io.freshet.core.chunk;

/** What a file is cut into. */
sealed interface Piece {

    long length();

    /** A chunk, and the grain if it is one of a fixed run, else 0. */
    record Chunk(long length, int grain) implements Piece {}

    /** A zero run. */
    record Zeros(long length) implements Piece {}
}
