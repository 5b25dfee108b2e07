package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.FrameLimits;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What making one delta frame takes: buffers, a compressor, a hasher. Used by one thread at a time, over and over. */
final class DeltaBench implements AutoCloseable {

    private final byte[] plain = new byte[FrameLimits.MAX_DELTA];
    private final byte[] bases = new byte[FrameLimits.MAX_DELTA];
    private final byte[] out =
            new byte[FrameCompressor.bound(FrameLimits.MAX_DELTA) + DeltaHead.bound(FrameLimits.MAX_MEMBERS)];
    private final FrameCompressor compressor = FrameCompressor.atLevel(LEVEL);
    private final ByteWriter head = new ByteWriter(DeltaHead.bound(FrameLimits.MAX_MEMBERS));
    private final MessageDigest sha256 = Digest.sha256();

    /** The lowest that makes use of a prefix; those above save next to nothing. */
    private static final int LEVEL = 3;

    /**
     * Makes the frame of some pages, those left out whose bytes or whose base's bytes are not what they were.
     *
     * @param pages at most 1 MiB, and so their bases
     * @param base where the parent's data lie
     */
    Made make(List<Pair> pages, BaseDirectory base) throws IOException {
        List<Pair> members = read(pages, base);
        if (members.isEmpty()) {
            return new Made(members, new byte[0]);
        }
        int length = 0;
        List<DeltaHead.Base> names = new ArrayList<>();
        for (Pair pair : members) {
            length += pair.page().length();
            names.add(new DeltaHead.Base(pair.base().length(), pair.base().id().word(0)));
        }
        DeltaHead deltaHead = new DeltaHead(names);
        head.clear();
        deltaHead.write(head);
        System.arraycopy(head.array(), 0, out, 0, head.size());
        DeltaPrefix prefix = new DeltaPrefix(deltaHead.baseBytes()).add(bases, 0, deltaHead.baseBytes());
        int stored = head.size() + compressor.compressDelta(prefix, plain, 0, length, out, head.size());
        byte[] frame = new byte[stored];
        System.arraycopy(out, 0, frame, 0, stored);
        return new Made(members, frame);
    }

    @Override
    public void close() {
        compressor.close();
    }

    /** Reads pages and bases into the buffers, those that can be used close together. */
    private List<Pair> read(List<Pair> pages, BaseDirectory base) throws IOException {
        boolean[] usable = new boolean[pages.size()];
        int[] starts = new int[pages.size()];
        try (BaseDirectory.Files files = base.open()) {
            int start = 0;
            for (int i = 0; i < usable.length; i++) {
                starts[i] = start;
                start += pages.get(i).base().length();
            }
            List<Integer> inFileOrder = new ArrayList<>();
            for (int i = 0; i < usable.length; i++) {
                inFileOrder.add(i);
            }
            inFileOrder.sort(Comparator.comparingLong(i -> pages.get(i).base().offset()));
            for (int i : inFileOrder) {
                var page = pages.get(i).base();
                usable[i] = files.read(page, bases, starts[i]) && isRight(bases, starts[i], page.length(), page.id());
            }
            return closeUp(pages, usable, starts, files);
        }
    }

    private List<Pair> closeUp(List<Pair> pages, boolean[] usable, int[] starts, BaseDirectory.Files files)
            throws IOException {
        List<Pair> members = new ArrayList<>(pages.size());
        int at = 0;
        int baseAt = 0;
        for (int i = 0; i < usable.length; i++) {
            NewPages.Page page = pages.get(i).page();
            if (usable[i] && files.read(page, plain, at) && isRight(plain, at, page.length(), page.id())) {
                int length = pages.get(i).base().length();
                System.arraycopy(bases, starts[i], bases, baseAt, length);
                baseAt += length;
                at += page.length();
                members.add(pages.get(i));
            }
        }
        return members;
    }

    private boolean isRight(byte[] bytes, int from, int length, Digest id) {
        return Digest.of(sha256, bytes, from, length).equals(id);
    }
}
