package io.freshet.bench.nights;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** What a layout can be simulated from: the chunk numbers of each night in path order, and each chunk's sizes. */
final class History {
    private final String label;
    private final int entryBytes;
    private final List<int[]> nights;
    private final int[] length;
    private final int[] single;
    private final List<Framed> framed;

    /**
     * @param nights chunk numbers of night 0, 1, …
     * @param length plain bytes by chunk number
     * @param single bytes by chunk number, compressed alone
     * @param framed share of {@code single} that a chunk takes inside a frame of several, by limit
     */
    History(String label, int entryBytes, List<int[]> nights, int[] length, int[] single, List<Framed> framed) {
        this.label = label;
        this.entryBytes = entryBytes;
        this.nights = nights;
        this.length = length;
        this.single = single;
        this.framed = framed;
    }

    /** How much of the size of chunks compressed alone remains in frames of at most {@code limit} plain bytes. */
    record Framed(int limit, double share) {}

    String label() {
        return label;
    }

    int entryBytes() {
        return entryBytes;
    }

    List<int[]> nights() {
        return nights;
    }

    /** How many chunks all nights have together. */
    int chunks() {
        return length.length;
    }

    int length(int id) {
        return length[id];
    }

    int single(int id) {
        return single[id];
    }

    BitSet set(int night) {
        var set = new BitSet(length.length);
        for (int id : nights.get(night)) {
            set.set(id);
        }
        return set;
    }

    /** Chunks of a night that another night does not have, in path order, each once. */
    int[] fresh(int night, int parent) {
        var have = set(parent);
        return IntStream.of(nights.get(night))
                .filter(id -> {
                    boolean is = !have.get(id);
                    have.set(id);
                    return is;
                })
                .toArray();
    }

    double share(int limit) {
        return framed.stream()
                .filter(f -> f.limit() == limit)
                .mapToDouble(Framed::share)
                .findFirst()
                .orElse(1);
    }

    void write(Path file) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            out.writeUTF(label);
            out.writeInt(entryBytes);
            out.writeInt(nights.size());
            for (int[] night : nights) {
                write(out, night);
            }
            write(out, length);
            write(out, single);
            out.writeInt(framed.size());
            for (Framed f : framed) {
                out.writeInt(f.limit());
                out.writeDouble(f.share());
            }
        }
    }

    static History read(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            String label = in.readUTF();
            int entryBytes = in.readInt();
            List<int[]> nights = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                nights.add(ints(in));
            }
            int[] length = ints(in);
            int[] single = ints(in);
            List<Framed> framed = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                framed.add(new Framed(in.readInt(), in.readDouble()));
            }
            return new History(label, entryBytes, nights, length, single, framed);
        }
    }

    private static void write(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int v : values) {
            out.writeInt(v);
        }
    }

    private static int[] ints(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }
}
