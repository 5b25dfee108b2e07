package io.freshet.core.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Drives a cutter over a file that is at hand, through windows of a size and with steps of random length. */
final class Windows {

    private final Earlier earlier;

    private Windows(Earlier earlier) {
        this.earlier = earlier;
    }

    /** In one window. */
    static List<Piece> cut(byte[] file, ChunkerSpec spec, Gear gear) {
        FileCutter cutter = new FileCutter(spec, gear);
        cutter.window(file, 0, file.length, true);
        List<Piece> pieces = new ArrayList<>();
        new Windows(Earlier.NOTHING).drain(cutter, file, 0, pieces);
        return pieces;
    }

    /** In many, each with some random bytes before and behind; checks that each is answered to as promised. */
    static List<Piece> cut(byte[] file, ChunkerSpec spec, Gear gear, int largest, Random random) {
        return new Windows(Earlier.NOTHING).cut(new FileCutter(spec, gear), file, largest, random);
    }

    /** Likewise, where an earlier file is known. */
    static List<Piece> cut(byte[] file, Earlier earlier, ChunkerSpec spec, Gear gear, int largest, Random random) {
        return new Windows(earlier).cut(new FileCutter(spec, gear), file, largest, random);
    }

    private List<Piece> cut(FileCutter cutter, byte[] file, int largest, Random random) {
        List<Piece> pieces = new ArrayList<>();
        int end = 0;
        FileCutter.Step step;
        do {
            int start = (int) cutter.offset();
            end = Math.min(file.length, Math.max(end, start) + random.nextInt(largest + 1));
            int before = random.nextInt(100);
            byte[] window = new byte[before + end - start + random.nextInt(100)];
            random.nextBytes(window);
            System.arraycopy(file, start, window, before, end - start);
            // A reader may learn of the end of a file only after its last byte.
            boolean eof = end == file.length && random.nextInt(3) > 0;
            cutter.window(window, before, before + end - start, eof);
            step = drain(cutter, window, before - start, pieces);
            if (step == FileCutter.Step.MORE && end - cutter.offset() >= cutter.lookahead()) {
                throw new AssertionError("asks for more than " + (end - cutter.offset()) + " bytes");
            }
        } while (step == FileCutter.Step.MORE);
        return pieces;
    }

    /** @param base index in the window minus offset in the file */
    private FileCutter.Step drain(FileCutter cutter, byte[] window, int base, List<Piece> pieces) {
        while (true) {
            int known = earlier.sameChunk(window, base, cutter);
            if (known > 0) {
                cutter.take(known);
                earlier.taken++;
                pieces.add(new Piece.Chunk(cutter.length(), cutter.grain()));
                continue;
            }
            FileCutter.Step step = cutter.next();
            switch (step) {
                case CHUNK -> pieces.add(new Piece.Chunk(cutter.length(), cutter.grain()));
                case ZEROS -> pieces.add(new Piece.Zeros(cutter.zeros()));
                case MORE, END -> {
                    return step;
                }
            }
        }
    }
}
