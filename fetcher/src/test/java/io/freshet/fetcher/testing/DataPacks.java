package io.freshet.fetcher.testing;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.PackUse;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The data packs of a repository. A chunk that has a place already is not stored again; one that has a base goes into a
 * delta frame, behind the plain frames of its pack: too, or only.
 */
final class DataPacks {

    private static final int MAX_FRAME = 256 << 10;

    private final Map<String, byte[]> objects;
    private final long packBytes;
    private final int membersPerFrame;
    private final FrameCompressor compressor = FrameCompressor.atLevel(1);
    /** The place of each chunk, in a plain frame or the only delta frame. */
    private final Map<Digest, Place> places = new HashMap<>();

    private final Map<Digest, Place> deltas = new HashMap<>();
    private final List<FrameRow> plainFrames = new ArrayList<>();
    private final List<FrameRow> deltaFrames = new ArrayList<>();
    private final Map<FrameRow, List<Digest>> bases = new HashMap<>();
    private final List<PackUse> uses = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private final List<TestDelta> spare = new ArrayList<>();
    private final List<TestDelta> only = new ArrayList<>();
    private PackWriter writer;
    private UnaryOperator<byte[]> tamper = UnaryOperator.identity();
    private boolean deltasApart;

    /** A frame in a pack that has no name yet. */
    private record Open(long offset, int stored, Codec codec, List<Member> members, List<Digest> bases, boolean only) {
        FrameRow in(Digest pack) {
            int[] lengths = members.stream().mapToInt(Member::length).toArray();
            return new FrameRow(pack, offset, stored, codec, lengths);
        }
    }

    /** Where a chunk lies. */
    record Place(FrameRow frame, int member) {}

    DataPacks(Map<String, byte[]> objects, long packBytes, int membersPerFrame) {
        this.objects = objects;
        this.packBytes = packBytes;
        this.membersPerFrame = membersPerFrame;
        this.writer = new PackWriter(packBytes);
    }

    Place place(Digest chunk) {
        return Objects.requireNonNull(places.get(chunk));
    }

    Optional<Place> delta(Digest chunk) {
        return Optional.ofNullable(deltas.get(chunk));
    }

    /** The bases of a delta frame, in the order of its head. */
    List<Digest> bases(FrameRow deltaFrame) {
        return Objects.requireNonNull(bases.get(deltaFrame));
    }

    /** How many delta frames it takes, one after the other, to make this one; 0 for a plain one. */
    int depth(FrameRow frame) {
        return frame.codec() == Codec.ZSTD
                ? 0
                : 1
                        + bases(frame).stream()
                                .mapToInt(base -> depth(place(base).frame()))
                                .max()
                                .orElse(0);
    }

    /** All plain frames so far. */
    List<FrameRow> plainFrames() {
        return List.copyOf(plainFrames);
    }

    /** All delta frames so far. */
    List<FrameRow> deltaFrames() {
        return List.copyOf(deltaFrames);
    }

    List<PackUse> uses() {
        return uses;
    }

    /** From now on delta frames are stored as {@code how} makes them. */
    void tamper(UnaryOperator<byte[]> how) {
        tamper = how;
    }

    /** From now on delta frames lie in packs of their own. */
    void deltasApart() {
        deltasApart = true;
    }

    void add(Digest id, byte[] bytes, int from, int length, Optional<TestTree.Base> base) {
        Member member = new Member(length, id);
        boolean known = places.containsKey(id)
                || members.contains(member)
                || only.stream().anyMatch(delta -> delta.members().contains(member));
        if (known) {
            return;
        }
        if (base.isPresent()) {
            open(base.get().only() ? only : spare)
                    .add(member, bytes, from, base.get().bytes());
        }
        if (base.isPresent() && base.get().only()) {
            return;
        }
        if (!members.isEmpty() && (members.size() == membersPerFrame || frame.size() + length > MAX_FRAME)) {
            endFrame();
        }
        members.add(member);
        frame.write(bytes, from, length);
    }

    private TestDelta open(List<TestDelta> list) {
        if (list.isEmpty() || list.getLast().isFull()) {
            list.add(new TestDelta(compressor));
        }
        return list.getLast();
    }

    private void endFrame() {
        if (members.isEmpty()) {
            return;
        }
        byte[] all = frame.toByteArray();
        byte[] out = new byte[FrameCompressor.bound(all.length)];
        int stored = compressor.compress(all, 0, all.length, out, 0);
        if (!writer.fits(stored, members.size())) {
            endPack();
        }
        long offset = writer.addFrame(out, 0, stored, List.copyOf(members));
        open.add(new Open(offset, stored, Codec.ZSTD, List.copyOf(members), List.of(), true));
        members.clear();
        frame.reset();
    }

    private void addDelta(TestDelta next, boolean isOnly) {
        byte[] stored = tamper.apply(next.toBytes());
        if (!writer.fits(stored.length, next.members().size())) {
            endPack();
        }
        long offset = writer.addDelta(stored, 0, stored.length, next.members());
        open.add(new Open(offset, stored.length, Codec.DELTA, next.members(), next.bases(), isOnly));
    }

    private void endPack() {
        Pack pack = writer.finish();
        SnapshotWriter.store(objects, pack);
        uses.add(new PackUse(pack.name(), pack.length(), 0, true, false));
        for (Open each : open) {
            FrameRow row = each.in(pack.name());
            boolean isDelta = each.codec() == Codec.DELTA;
            (isDelta ? deltaFrames : plainFrames).add(row);
            if (isDelta) {
                bases.put(row, each.bases());
            }
            for (int i = 0; i < each.members().size(); i++) {
                (each.only() ? places : deltas)
                        .putIfAbsent(each.members().get(i).id(), new Place(row, i));
            }
        }
        open.clear();
        writer = new PackWriter(packBytes);
    }

    /** Ends the open pack, if there is something in it. */
    void flush() {
        endFrame();
        if (deltasApart && !writer.isEmpty()) {
            endPack();
        }
        spare.forEach(delta -> addDelta(delta, false));
        only.forEach(delta -> addDelta(delta, true));
        spare.clear();
        only.clear();
        if (!writer.isEmpty()) {
            endPack();
        }
    }
}
