package io.freshet.core.pack;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/** How rows stand in a pack's table. Rows themselves refuse what is beyond the limits. */
final class PackRowBytes {

    /** The kind of a row that is a data frame. */
    static final int DATA = 1;

    private PackRowBytes() {}

    static PackRow.DataFrame readFrame(ByteReader in, long offset, int stored, Codec codec) throws FormatException {
        int count = in.varint("number of members", 1, FrameLimits.MAX_MEMBERS);
        List<Member> members = new ArrayList<>(Math.min(count, in.remaining() / (1 + Digest.BYTES)));
        for (int i = 0; i < count; i++) {
            int length = in.varint("length of a chunk", 1, FrameLimits.MAX_CHUNK);
            members.add(new Member(length, in.digest()));
        }
        return new PackRow.DataFrame(offset, stored, codec, members);
    }

    static PackRow.IndexBlob readBlob(ByteReader in, long offset, int stored, Codec codec, BlobKind kind)
            throws FormatException {
        int plain = in.varint("plain length", 1, kind.maxPlain());
        Digest digest = in.digest();
        int count = codec == Codec.DELTA ? in.varint("number of bases", 1, FrameLimits.MAX_MEMBERS) : 0;
        List<Digest> bases = new ArrayList<>(Math.min(count, in.remaining() / Digest.BYTES));
        for (int i = 0; i < count; i++) {
            bases.add(in.digest());
        }
        return new PackRow.IndexBlob(offset, stored, codec, kind, plain, digest, bases);
    }

    static void write(PackRow row, ByteWriter out) {
        out.varint(row.stored());
        switch (row) {
            case PackRow.DataFrame frame -> {
                out.u8(DATA).u8(frame.codec().number());
                out.varint(frame.members().size());
                frame.members().forEach(member -> out.varint(member.length()).digest(member.id()));
            }
            case PackRow.IndexBlob blob -> {
                out.u8(blob.kind().number()).u8(blob.codec().number());
                out.varint(blob.plain()).digest(blob.digest());
                if (blob.codec() == Codec.DELTA) {
                    out.varint(blob.bases().size());
                    blob.bases().forEach(out::digest);
                }
            }
        }
    }
}
