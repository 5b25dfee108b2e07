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
     */
    record DataFrame(long offset, int stored, Codec codec, List<Member> members) implements PackRow {

        /** Copies the list, and checks all limits. */
        public DataFrame {
            members = List.copyOf(members);
            long plain = sum(members);
            switch (codec) {
                case STORED -> throw new IllegalArgumentException("a data frame has codec 0");
                case ZSTD ->
                    check(
                            "plain length of a frame",
                            plain,
                            1,
                            members.size() == 1 ? FrameLimits.MAX_CHUNK : FrameLimits.MAX_SEVERAL);
                case DELTA -> check("plain length of a delta frame", plain, 1, FrameLimits.MAX_DELTA);
            }
            check("stored length", stored, 1, plain + FrameLimits.MAX_GROWTH);
        }

        /** Length of its plain bytes. */
        public int plain() {
            return (int) sum(members);
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

    private static long sum(List<Member> members) {
        check("number of members", members.size(), 1, FrameLimits.MAX_MEMBERS);
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
