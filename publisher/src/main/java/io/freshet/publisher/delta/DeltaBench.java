package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.FrameLimits;
import io.freshet.core.pack.Member;
import io.freshet.publisher.dedupe.KnownPages;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What making one delta frame takes: buffers, a compressor, a hasher. Used by one thread at a time, over and over. */
final class DeltaBench implements AutoCloseable {

    /** The lowest that makes use of a prefix; those above save next to nothing. */
    private static final int LEVEL = 3;

    private final byte[] plain = new byte[FrameLimits.MAX_DELTA];
    private final byte[] bases = new byte[FrameLimits.MAX_DELTA];
    private final byte[] out =
            new byte[FrameCompressor.bound(FrameLimits.MAX_DELTA) + DeltaHead.bound(FrameLimits.MAX_MEMBERS)];
    private final FrameCompressor compressor = FrameCompressor.atLevel(LEVEL);
    private final ByteWriter head = new ByteWriter(DeltaHead.bound(FrameLimits.MAX_MEMBERS));
    private final MessageDigest sha256 = Digest.sha256();

    /**
     * Makes the frame of some pages, those left out whose bytes are not what they were.
     *
     * @param pages at most 1 MiB, and so their bases
     * @param base where the parent's data lie
     */
    Made make(List<Pair> pages, BaseDirectory base) throws IOException {
        List<Member> members = new ArrayList<>(pages.size());
        List<Long> numbers = new ArrayList<>(pages.size());
        List<DeltaHead.Base> names = new ArrayList<>(pages.size());
        int length = 0;
        int baseBytes = 0;
        int missing = 0;
        try (OpenFiles files = new OpenFiles()) {
            for (Pair pair : pages) {
                NewPages.Page page = pair.page();
                if (files.read(page.file(), page.offset(), plain, length, page.length())
                        && isRight(plain, length, page.length(), page.id())) {
                    length += page.length();
                    members.add(new Member(page.length(), page.id()));
                    numbers.add(page.number());
                }
            }
            for (KnownPages.Page page : inFileOrder(pages)) {
                if (base.read(page, files, bases, baseBytes) && isRight(bases, baseBytes, page.length(), page.id())) {
                    baseBytes += page.length();
                    names.add(new DeltaHead.Base(page.length(), page.id().word(0)));
                } else {
                    missing++;
                }
            }
        }
        return names.isEmpty() || members.isEmpty()
                ? new Made(List.of(), List.of(), new byte[0], missing)
                : new Made(members, numbers, compress(new DeltaHead(names), length), missing);
    }

    @Override
    public void close() {
        compressor.close();
    }

    private static List<KnownPages.Page> inFileOrder(List<Pair> pages) {
        return pages.stream()
                .flatMap(pair -> pair.base().stream())
                .sorted(Comparator.comparingLong(
                                (KnownPages.Page page) -> page.file().first())
                        .thenComparingLong(KnownPages.Page::offset))
                .distinct()
                .toList();
    }

    private byte[] compress(DeltaHead deltaHead, int length) {
        head.clear();
        deltaHead.write(head);
        System.arraycopy(head.array(), 0, out, 0, head.size());
        DeltaPrefix prefix = new DeltaPrefix(deltaHead.baseBytes()).add(bases, 0, deltaHead.baseBytes());
        int stored = head.size() + compressor.compressDelta(prefix, plain, 0, length, out, head.size());
        return Arrays.copyOf(out, stored);
    }

    private boolean isRight(byte[] bytes, int from, int length, Digest id) {
        return Digest.of(sha256, bytes, from, length).equals(id);
    }
}
