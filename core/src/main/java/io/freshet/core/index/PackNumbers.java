package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A location node's list of packs: number 0 is the pack in which the node itself lies. */
final class PackNumbers {

    /** Largest pack that a reader accepts, in bytes. */
    static final int MAX_PACK_BYTES = 512_000_000;

    private final List<Digest> packs = new ArrayList<>();
    private final Map<Digest, Integer> numbers = new HashMap<>();

    private PackNumbers(Digest own) {
        packs.add(own);
        numbers.put(own, 0);
    }

    /** An empty list, to be filled while a node is written. */
    static PackNumbers forWriting() {
        return new PackNumbers(Digest.ZERO);
    }

    /** The list that comes next in a node which lies in pack {@code own}. */
    static PackNumbers read(ByteReader in, Digest own) throws FormatException {
        PackNumbers list = new PackNumbers(own);
        int count = in.count("number of packs", Digest.BYTES);
        for (int i = 0; i < count; i++) {
            list.packs.add(in.digest());
        }
        return list;
    }

    /** The number of a pack, which joins the list if it is new. */
    int number(Digest pack) {
        return numbers.computeIfAbsent(pack, p -> {
            packs.add(p);
            return packs.size() - 1;
        });
    }

    /** Reads a number and names its pack. */
    Digest read(ByteReader in) throws FormatException {
        return packs.get(in.varint("a pack number", 0, packs.size() - 1));
    }

    void write(ByteWriter out) {
        out.varint(packs.size() - 1);
        packs.stream().skip(1).forEach(out::digest);
    }
}
