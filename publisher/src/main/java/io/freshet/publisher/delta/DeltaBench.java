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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What making one delta frame takes: buffers, a compressor, a hasher. Used by one thread at a time, over and over. */
final class DeltaBench implements AutoCloseable {

    private static final Comparator<Base> IN_FILES = Comparator.comparingLong(
                    (Base base) -> base.page.file().first())
            .thenComparingLong(base -> base.page.offset());

    private final byte[] plain = new byte[FrameLimits.MAX_DELTA];
    private final byte[] out =
            new byte[FrameCompressor.bound(FrameLimits.MAX_DELTA) + DeltaHead.bound(FrameLimits.MAX_MEMBERS)];
    private final FrameCompressor compressor = FrameCompressor.bySkew();
    private final ByteWriter head = new ByteWriter(DeltaHead.bound(FrameLimits.MAX_MEMBERS));
    /** Buffers of bases that are not needed any more: as many as a frame has taken. */
    private final Deque<byte[]> spare = new ArrayDeque<>();

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

    /** A page of the parent, with its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Base(KnownPages.Page page, byte[] bytes) {}

    /** Those of a frame, each once. */
    private static final class Bases {
        private final List<Base> pages = new ArrayList<>();
        private final Set<Long> places = new HashSet<>();
        private int bytes;

        void add(Base base) {
            int length = base.bytes.length;
            boolean hasRoom = bytes + length <= FrameLimits.MAX_DELTA && pages.size() < FrameLimits.MAX_MEMBERS;
            if (hasRoom && places.add(base.page.place())) {
                pages.add(base);
                bytes += length;
            }
        }

        /** In the order of their files: a fetch reads them in it. */
        List<Base> inFileOrder() {
            pages.sort(IN_FILES);
            return pages;
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
        Bases bases = new Bases();
        List<Base> further = new ArrayList<>();
        int length = 0;
        int missing = 0;
        try (OpenFiles files = new OpenFiles()) {
            for (Pair pair : pages) {
                NewPages.Page page = pair.page();
                if (isAtHand(page, files, length)) {
                    List<Base> chosen = bases(pair, length, base, files);
                    if (!chosen.isEmpty()) {
                        bases.add(chosen.getFirst());
                        further.addAll(chosen.subList(1, chosen.size()));
                    } else if (!pair.bases().isEmpty()) {
                        missing++;
                    }
                    length += page.length();
                    members.add(page);
                }
            }
        }
        further.forEach(bases::add);
        List<Made.Frame> frames = frames(members, length, bases);
        giveBack(bases.pages);
        return new Made(frames, missing);
    }

    private List<Made.Frame> frames(List<NewPages.Page> members, int length, Bases all) {
        if (!all.pages.isEmpty() && !members.isEmpty()) {
            List<Base> bases = all.inFileOrder();
            byte[] stored = compress(bases, all.bytes, length);
            // A delta that saves less than a quarter is not worth its places in the index.
            if (stored.length <= plainShare * length * 3 / 4) {
                Made.Frame frame = delta(members, stored, bases);
                int named = frame.bases().size();
                if (named == 0 || basesLeft.addAndGet(-named) >= 0) {
                    return List.of(frame);
                }
            }
        }
        return plainFrames(members);
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

    private static Made.Frame delta(List<NewPages.Page> pages, byte[] stored, List<Base> bases) {
        boolean isOnlyPlace = pages.stream().anyMatch(page -> !page.isStored());
        List<FrameBases.Base> places = isOnlyPlace
                ? bases.stream()
                        .map(each -> new FrameBases.Base(
                                each.page.place(), each.page.id().word(0)))
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
    private List<Base> bases(Pair pair, int at, BaseDirectory base, OpenFiles files) throws IOException {
        List<Base> found = new ArrayList<>(pair.bases().size());
        for (KnownPages.Page page : pair.bases()) {
            byte[] bytes = buffer(page.length());
            if (base.read(page, files, bytes, 0)) {
                found.add(new Base(page, bytes));
            } else {
                spare.add(bytes);
            }
        }
        // Four are read for one that is used: only that one is hashed.
        while (true) {
            List<Base> chosen = choose(pair, at, found);
            Base wrong = firstWrong(chosen);
            if (wrong == null) {
                found.removeAll(chosen);
                giveBack(found);
                return chosen;
            }
            found.remove(wrong);
        }
    }

    private byte[] buffer(int length) {
        byte[] last = spare.pollLast();
        return last != null && last.length == length ? last : new byte[length];
    }

    private void giveBack(List<Base> bases) {
        for (Base each : bases) {
            spare.add(each.bytes);
        }
    }

    private List<Base> choose(Pair pair, int at, List<Base> found) {
        if (found.size() < 2) {
            return List.copyOf(found);
        }
        byte[][] candidates = new byte[found.size()][];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = found.get(i).bytes;
        }
        List<Base> chosen = new ArrayList<>(candidates.length);
        for (int number : resemblance.choose(plain, at, pair.page().length(), candidates)) {
            chosen.add(found.get(number));
        }
        return chosen;
    }

    private @Nullable Base firstWrong(List<Base> bases) {
        for (Base each : bases) {
            if (!isRight(each.bytes, 0, each.bytes.length, each.page.id())) {
                return each;
            }
        }
        return null;
    }

    private byte[] compress(List<Base> bases, int baseBytes, int length) {
        DeltaPrefix prefix = new DeltaPrefix(baseBytes);
        List<DeltaHead.Base> names = new ArrayList<>(bases.size());
        for (Base base : bases) {
            prefix.add(base.bytes, 0, base.bytes.length);
            names.add(new DeltaHead.Base(base.bytes.length, base.page.id().word(0)));
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
