package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.FrameLimits;
import io.freshet.core.pack.Member;
import io.freshet.publisher.dedupe.KnownPages;
import io.freshet.publisher.source.FileChanged;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What making one delta frame takes: buffers, a compressor, a hasher. Used by one thread at a time, over and over. */
final class DeltaBench implements AutoCloseable {

    private final byte[] plain = new byte[FrameLimits.MAX_DELTA];
    private final byte[] out =
            new byte[FrameCompressor.bound(FrameLimits.MAX_DELTA) + DeltaHead.bound(FrameLimits.MAX_MEMBERS)];
    private final FrameCompressor compressor = FrameCompressor.bySkew();
    private final ByteWriter head = new ByteWriter(DeltaHead.bound(FrameLimits.MAX_MEMBERS));
    private final Resemblance resemblance = new Resemblance();
    private final MessageDigest sha256 = Digest.sha256();
    private final double plainShare;
    private final int frameBytes;
    private final AtomicLong basesLeft;

    /**
     * @param plainShare stored bytes that plain frames take for each plain byte, about
     * @param frameBytes plain bytes of a plain frame of several pages
     * @param basesLeft how many bases may still be named by frames that are the only place of a page
     */
    DeltaBench(double plainShare, int frameBytes, AtomicLong basesLeft) {
        this.plainShare = plainShare;
        this.frameBytes = frameBytes;
        this.basesLeft = basesLeft;
    }

    /** Pages of the parent, with their bytes. */
    private static final class Bases {
        private final Map<KnownPages.Page, byte[]> pages = new LinkedHashMap<>();
        private int bytes;

        void add(KnownPages.Page page, byte[] content) {
            boolean hasRoom = bytes + content.length <= FrameLimits.MAX_DELTA && pages.size() < FrameLimits.MAX_MEMBERS;
            if (hasRoom && pages.putIfAbsent(page, content) == null) {
                bytes += content.length;
            }
        }

        /** In the order of their files: a fetch reads them in it. */
        List<Map.Entry<KnownPages.Page, byte[]>> inFileOrder() {
            return pages.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(Comparator.comparingLong(
                                    (KnownPages.Page page) -> page.file().first())
                            .thenComparingLong(KnownPages.Page::offset)))
                    .toList();
        }
    }

    /**
     * Makes the frame of some pages. Those that lie somewhere already are left out if their bytes are not what they were.
     *
     * @param pages at most 1 MiB, and so the longest bases of each
     * @param base where the parent's data lie
     * @throws io.freshet.publisher.source.FileChanged if a page that lies nowhere is not what it was
     */
    Made make(List<Pair> pages, BaseDirectory base) throws IOException {
        List<NewPages.Page> members = new ArrayList<>(pages.size());
        Bases first = new Bases();
        Map<KnownPages.Page, byte[]> further = new LinkedHashMap<>();
        int length = 0;
        int missing = 0;
        try (OpenFiles files = new OpenFiles()) {
            for (Pair pair : pages) {
                NewPages.Page page = pair.page();
                if (isAtHand(page, files, length)) {
                    List<Map.Entry<KnownPages.Page, byte[]>> bases = bases(pair, length, base, files);
                    missing += bases.isEmpty() && !pair.bases().isEmpty() ? 1 : 0;
                    bases.stream().limit(1).forEach(each -> first.add(each.getKey(), each.getValue()));
                    bases.stream().skip(1).forEach(each -> further.put(each.getKey(), each.getValue()));
                    length += page.length();
                    members.add(page);
                }
            }
        }
        further.forEach(first::add);
        if (!first.pages.isEmpty() && !members.isEmpty()) {
            List<Map.Entry<KnownPages.Page, byte[]>> bases = first.inFileOrder();
            byte[] stored = compress(bases, first.bytes, length);
            // A delta that saves less than a quarter is not worth its places in the index.
            if (stored.length <= plainShare * length * 3 / 4) {
                Made.Frame frame = delta(members, stored, bases);
                int named = frame.bases().size();
                if (named == 0 || basesLeft.addAndGet(-named) >= 0) {
                    return new Made(List.of(frame), missing);
                }
            }
        }
        return new Made(plainFrames(members), missing);
    }

    private boolean isAtHand(NewPages.Page page, OpenFiles files, int at) throws IOException {
        boolean right = files.read(page.file(), page.offset(), plain, at, page.length())
                && isRight(plain, at, page.length(), page.id());
        if (!right && !page.isStored()) {
            throw new FileChanged(
                    page.file(), "what was read of it at byte " + page.offset() + " is not there any more");
        }
        return right;
    }

    private static Made.Frame delta(
            List<NewPages.Page> pages, byte[] stored, List<Map.Entry<KnownPages.Page, byte[]>> bases) {
        boolean isOnlyPlace = pages.stream().anyMatch(page -> !page.isStored());
        List<FrameBases.Base> places = isOnlyPlace
                ? bases.stream()
                        .map(Map.Entry::getKey)
                        .map(page -> new FrameBases.Base(page.place(), page.id().word(0)))
                        .toList()
                : List.of();
        return frame(Codec.DELTA, pages, stored, places);
    }

    private static Made.Frame frame(
            Codec codec, List<NewPages.Page> pages, byte[] stored, List<FrameBases.Base> bases) {
        List<Member> members =
                pages.stream().map(page -> new Member(page.length(), page.id())).toList();
        return new Made.Frame(
                codec, members, pages.stream().map(NewPages.Page::number).toList(), stored, bases);
    }

    /** Plain frames of the pages that lie nowhere, of which {@link #plain} has all, one behind the other. */
    private List<Made.Frame> plainFrames(List<NewPages.Page> pages) {
        List<Made.Frame> frames = new ArrayList<>();
        List<NewPages.Page> open = new ArrayList<>();
        int from = 0;
        int at = 0;
        for (NewPages.Page page : pages) {
            if (!open.isEmpty() && (page.isStored() || at + page.length() - from > frameBytes)) {
                frames.add(plainFrame(open, from, at - from));
                open.clear();
            }
            if (!page.isStored()) {
                from = open.isEmpty() ? at : from;
                open.add(page);
            }
            at += page.length();
        }
        if (!open.isEmpty()) {
            frames.add(plainFrame(open, from, at - from));
        }
        return frames;
    }

    private Made.Frame plainFrame(List<NewPages.Page> pages, int from, int length) {
        int stored = compressor.compress(plain, from, length, out, 0);
        return frame(Codec.ZSTD, pages, Arrays.copyOf(out, stored), List.of());
    }

    @Override
    public void close() {
        compressor.close();
    }

    /** The bases of a page, whose bytes begin at {@code at}, that are at hand and worth it; the best one first. */
    private List<Map.Entry<KnownPages.Page, byte[]>> bases(Pair pair, int at, BaseDirectory base, OpenFiles files)
            throws IOException {
        List<Map.Entry<KnownPages.Page, byte[]>> found =
                new ArrayList<>(pair.bases().size());
        for (KnownPages.Page page : pair.bases()) {
            byte[] bytes = new byte[page.length()];
            if (base.read(page, files, bytes, 0)) {
                found.add(Map.entry(page, bytes));
            }
        }
        // Four are read for one that is used: only that one is hashed.
        while (true) {
            List<Map.Entry<KnownPages.Page, byte[]>> chosen = choose(pair, at, found);
            List<Map.Entry<KnownPages.Page, byte[]>> wrong = chosen.stream()
                    .filter(each -> !isRight(
                            each.getValue(),
                            0,
                            each.getValue().length,
                            each.getKey().id()))
                    .toList();
            if (wrong.isEmpty()) {
                return chosen;
            }
            found.removeAll(wrong);
        }
    }

    private List<Map.Entry<KnownPages.Page, byte[]>> choose(
            Pair pair, int at, List<Map.Entry<KnownPages.Page, byte[]>> found) {
        if (found.size() < 2) {
            return List.copyOf(found);
        }
        List<byte[]> candidates = found.stream().map(Map.Entry::getValue).toList();
        return resemblance.choose(plain, at, pair.page().length(), candidates).stream()
                .map(found::get)
                .toList();
    }

    private byte[] compress(List<Map.Entry<KnownPages.Page, byte[]>> bases, int baseBytes, int length) {
        DeltaPrefix prefix = new DeltaPrefix(baseBytes);
        List<DeltaHead.Base> names = new ArrayList<>(bases.size());
        for (Map.Entry<KnownPages.Page, byte[]> base : bases) {
            prefix.add(base.getValue(), 0, base.getValue().length);
            names.add(new DeltaHead.Base(
                    base.getValue().length, base.getKey().id().word(0)));
        }
        head.clear();
        new DeltaHead(names).write(head);
        System.arraycopy(head.array(), 0, out, 0, head.size());
        int stored = head.size() + compressor.compressDelta(prefix, plain, 0, length, out, head.size());
        return Arrays.copyOf(out, stored);
    }

    private boolean isRight(byte[] bytes, int from, int length, Digest id) {
        return Digest.of(sha256, bytes, from, length).equals(id);
    }
}
