package io.freshet.core.chunk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An earlier file, and its chunks that another one follows at once. */
final class Earlier {

    static final Earlier NOTHING = new Earlier(new byte[0], List.of());

    private final byte[] file;
    private final Map<Long, Integer> lengths = new HashMap<>();

    /** How many of them were taken. */
    int taken;

    /** @param pieces as which it was cut, by whatever rules */
    Earlier(byte[] file, List<Piece> pieces) {
        this.file = file;
        long at = 0;
        for (int i = 0; i + 1 < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece instanceof Piece.Chunk && pieces.get(i + 1) instanceof Piece.Chunk) {
                lengths.put(at, (int) piece.length());
            }
            at += piece.length();
        }
    }

    /** Length of the chunk there, if the window holds the same bytes and it may be taken; else 0. */
    int sameChunk(byte[] window, int base, FileCutter cutter) {
        int at = (int) cutter.offset();
        int length = lengths.getOrDefault((long) at, 0);
        boolean same = length > 0
                && cutter.mayTake(length)
                && Arrays.equals(file, at, at + length, window, base + at, base + at + length);
        return same ? length : 0;
    }
}
