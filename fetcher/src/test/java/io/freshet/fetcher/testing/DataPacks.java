package io.freshet.fetcher.testing;

import io.freshet.core.Digest;
import io.freshet.core.index.PackUse;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The data packs of a repository: a chunk that is in one already is not stored again. */
final class DataPacks {

    private static final int MAX_FRAME = 256 << 10;

    private final Map<String, byte[]> objects;
    private final long packBytes;
    private final int membersPerFrame;
    private final FrameCompressor compressor = FrameCompressor.atLevel(1);
    private final Map<Digest, Place> places = new HashMap<>();
    private final Map<Digest, byte[]> plain = new HashMap<>();
    private final List<PackUse> uses = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private PackWriter writer;

    /** A frame in a pack that has no name yet. */
    private record Open(
            long offset,
            int stored,
            List<Member> members,
            @Nullable Digest base,
            int depth) {}

    /** Where a frame lies. */
    record Place(
            Digest pack,
            long offset,
            int stored,
            List<Member> members,
            @Nullable Digest base,
            int depth) {
        int[] lengths() {
            return members.stream().mapToInt(Member::length).toArray();
        }

        int member(Digest chunk) {
            return members.stream().map(Member::id).toList().indexOf(chunk);
        }
    }

    DataPacks(Map<String, byte[]> objects, long packBytes, int membersPerFrame) {
        this.objects = objects;
        this.packBytes = packBytes;
        this.membersPerFrame = membersPerFrame;
        this.writer = new PackWriter(packBytes);
    }

    Place place(Digest chunk) {
        return Objects.requireNonNull(places.get(chunk));
    }

    List<PackUse> uses() {
        return uses;
    }

    void add(Digest id, byte[] bytes, int from, int length, @Nullable Digest base) {
        if (plain.putIfAbsent(id, Arrays.copyOfRange(bytes, from, from + length)) != null) {
            return;
        }
        Member member = new Member(length, id);
        if (base != null && !base.equals(id)) {
            addDelta(member, base);
            return;
        }
        int size = members.stream().mapToInt(Member::length).sum();
        if (!members.isEmpty() && (members.size() == membersPerFrame || size + length > MAX_FRAME)) {
            endFrame();
        }
        members.add(member);
    }

    private void addDelta(Member member, Digest base) {
        endFrame();
        byte[] baseBytes = Objects.requireNonNull(plain.get(base));
        byte[] bytes = Objects.requireNonNull(plain.get(member.id()));
        byte[] out = new byte[FrameCompressor.bound(bytes.length)];
        int stored = compressor.compressDelta(DeltaPrefix.of(baseBytes), bytes, 0, bytes.length, out, 0);
        Member on = new Member(baseBytes.length, base);
        int depth = 1 + depth(base);
        long offset = writer.addDelta(out, 0, stored, List.of(member), depth, List.of(on));
        open.add(new Open(offset, stored, List.of(member), base, depth));
    }

    private int depth(Digest chunk) {
        return open.stream()
                .filter(frame -> frame.members().stream().anyMatch(m -> m.id().equals(chunk)))
                .mapToInt(Open::depth)
                .findFirst()
                .orElseGet(() -> places.containsKey(chunk) ? place(chunk).depth() : 0);
    }

    private void endFrame() {
        if (members.isEmpty()) {
            return;
        }
        int length = members.stream().mapToInt(Member::length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (Member member : members) {
            System.arraycopy(Objects.requireNonNull(plain.get(member.id())), 0, all, at, member.length());
            at += member.length();
        }
        byte[] out = new byte[FrameCompressor.bound(length)];
        int stored = compressor.compress(all, 0, length, out, 0);
        if (!writer.fits(stored, members.size())) {
            endPack();
        }
        long offset = writer.addFrame(out, 0, stored, List.copyOf(members));
        open.add(new Open(offset, stored, List.copyOf(members), null, 0));
        members.clear();
    }

    private void endPack() {
        Pack pack = writer.finish();
        SnapshotWriter.store(objects, pack);
        uses.add(new PackUse(pack.name(), pack.length(), 0, true, false));
        for (Open frame : open) {
            Place place = new Place(
                    pack.name(), frame.offset(), frame.stored(), frame.members(), frame.base(), frame.depth());
            frame.members().forEach(member -> places.put(member.id(), place));
        }
        open.clear();
        writer = new PackWriter(packBytes);
    }

    /** Ends the open pack, if there is something in it. */
    void flush() {
        endFrame();
        if (!writer.isEmpty()) {
            endPack();
        }
    }
}
