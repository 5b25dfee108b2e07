package io.freshet.core.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Drives a cutter over a file that is at hand, through windows of a size and with steps of random length. */
final class Windows {

    private Windows() {}

    /** In one window. */
    static List<Piece> cut(byte[] file, ChunkerSpec spec, Gear gear) {
        FileCutter cutter = new FileCutter(spec, gear);
        cutter.window(file, 0, file.length, true);
        List<Piece> pieces = new ArrayList<>();
        drain(cutter, pieces);
        return pieces;
    }

    /** In many, each with some random bytes before and behind; checks that each is answered to as promised. */
    static List<Piece> cut(byte[] file, ChunkerSpec spec, Gear gear, int largest, Random random) {
        FileCutter cutter = new FileCutter(spec, gear);
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
            step = drain(cutter, pieces);
            if (step == FileCutter.Step.MORE && end - cutter.offset() >= cutter.lookahead()) {
                throw new AssertionError("asks for more than " + (end - cutter.offset()) + " bytes");
            }
        } while (step == FileCutter.Step.MORE);
        return pieces;
    }

    private static FileCutter.Step drain(FileCutter cutter, List<Piece> pieces) {
        while (true) {
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
