package io.freshet.core.pack;

import io.freshet.core.Digest;
import java.util.List;

/** A row of a pack's table: what one blob is. Lengths and offsets are in bytes. */
public sealed interface PackRow {

    /** Where the blob begins in the pack. */
    long offset();

    /** How long it is there. */
    int stored();

    /** How it is stored. */
    Codec codec();

    /**
     * A frame of chunks.
     *
     * @param codec {@link Codec#ZSTD} or {@link Codec#DELTA}
     * @param members its chunks, in order
     * @param depth 0 for a plain frame, else 1 + that of the deepest frame that a base lies in
     * @param bases what a delta frame's prefix is made of, in order
     */
    record DataFrame(long offset, int stored, Codec codec, List<Member> members, int depth, List<Member> bases)
            implements PackRow {

        /** Copies the lists, and checks all limits. */
        public DataFrame {
            members = List.copyOf(members);
            bases = List.copyOf(bases);
            long plain = sum("members", members, 1);
            switch (codec) {
                case STORED -> throw new IllegalArgumentException("a data frame has codec 0");
                case ZSTD -> {
                    sum("bases", bases, 0);
                    check("depth", depth, 0, 0);
                    check("number of bases", bases.size(), 0, 0);
                    check(
                            "plain length of a frame",
                            plain,
                            1,
                            members.size() == 1 ? FrameLimits.MAX_CHUNK : FrameLimits.MAX_SEVERAL);
                }
                case DELTA -> {
                    check("depth", depth, 1, FrameLimits.MAX_DEPTH);
                    check("plain length of a delta frame", plain, 1, FrameLimits.MAX_DELTA);
                    check("length of all bases", sum("bases", bases, 1), 1, FrameLimits.MAX_DELTA);
                }
            }
            check("stored length", stored, 1, plain + FrameLimits.MAX_GROWTH);
        }

        /** Length of its plain bytes. */
        public int plain() {
            return (int) sum("members", members, 1);
        }
    }

    /**
     * A part of an index.
     *
     * @param plain length of the plain bytes
     * @param digest the node's id for a content node, else the SHA-256 of the plain bytes
     * @param bases for {@link Codec#DELTA}, and only for that, the ids of the content nodes whose plain bytes are its prefix
     */
    record IndexBlob(long offset, int stored, Codec codec, BlobKind kind, int plain, Digest digest, List<Digest> bases)
            implements PackRow {

        /** Checks all limits. */
        public IndexBlob {
            bases = List.copyOf(bases);
            boolean delta = codec == Codec.DELTA;
            check("number of bases", bases.size(), delta ? 1 : 0, delta ? FrameLimits.MAX_MEMBERS : 0);
            if (delta && kind != BlobKind.CONTENT_NODE) {
                throw new IllegalArgumentException("a delta that is no content node, but " + kind);
            }
            check("plain length", plain, 1, codec == Codec.DELTA ? FrameLimits.MAX_DELTA : kind.maxPlain());
            check(
                    "stored length",
                    stored,
                    codec == Codec.STORED ? plain : 1,
                    codec == Codec.STORED ? plain : (long) plain + FrameLimits.MAX_GROWTH);
        }
    }

    private static long sum(String name, List<Member> members, int least) {
        check("number of " + name, members.size(), least, FrameLimits.MAX_MEMBERS);
        long sum = 0;
        for (Member member : members) {
            sum += member.length();
        }
        return sum;
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not between " + min + " and " + max);
        }
    }
}
