package io.freshet.fetcher.testing;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Member;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A delta frame of several chunks, each with one base. */
final class TestDelta {

    private static final int MOST = 16;

    private final FrameCompressor compressor;
    private final List<Member> members = new ArrayList<>();
    private final List<byte[]> bases = new ArrayList<>();
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();

    TestDelta(FrameCompressor compressor) {
        this.compressor = compressor;
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    boolean isFull() {
        return members.size() == MOST;
    }

    void add(Member member, byte[] bytes, int from, byte[] base) {
        members.add(member);
        plain.write(bytes, from, member.length());
        bases.add(base);
    }

    /** The ids of its bases, in the order of its head. */
    List<Digest> bases() {
        return bases.stream().map(Digest::of).toList();
    }

    /** Head and frame. */
    byte[] toBytes() {
        ByteWriter out = new ByteWriter(1 << 16);
        new DeltaHead(bases.stream()
                        .map(base ->
                                new DeltaHead.Base(base.length, Digest.of(base).word(0)))
                        .toList())
                .write(out);
        byte[] all = plain.toByteArray();
        byte[] frame = new byte[FrameCompressor.bound(all.length)];
        int length = compressor.compressDelta(DeltaPrefix.of(bases), all, 0, all.length, frame, 0);
        return out.raw(Arrays.copyOf(frame, length)).toBytes();
    }
}
