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
 * The data packs of a repository. A chunk that is in a plain frame already is not stored again; one that has a base goes
 * into a delta frame, too, behind the plain frames of its pack.
 */
final class DataPacks {

    private static final int MAX_FRAME = 256 << 10;

    private final Map<String, byte[]> objects;
    private final long packBytes;
    private final int membersPerFrame;
    private final FrameCompressor compressor = FrameCompressor.atLevel(1);
    private final Map<Digest, Place> plain = new HashMap<>();
    private final Map<Digest, Place> deltas = new HashMap<>();
    private final List<FrameRow> deltaFrames = new ArrayList<>();
    private final List<PackUse> uses = new ArrayList<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private final List<TestDelta> fullDeltas = new ArrayList<>();
    private TestDelta delta;
    private PackWriter writer;
    private UnaryOperator<byte[]> tamper = UnaryOperator.identity();
    private boolean deltasApart;

    /** A frame in a pack that has no name yet. */
    private record Open(long offset, int stored, Codec codec, List<Member> members) {
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
        this.delta = new TestDelta(compressor);
    }

    Place place(Digest chunk) {
        return Objects.requireNonNull(plain.get(chunk));
    }

    Optional<Place> delta(Digest chunk) {
        return Optional.ofNullable(deltas.get(chunk));
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

    void add(Digest id, byte[] bytes, int from, int length, Optional<byte[]> base) {
        if (plain.containsKey(id) || members.stream().anyMatch(m -> m.id().equals(id))) {
            return;
        }
        if (!members.isEmpty() && (members.size() == membersPerFrame || frame.size() + length > MAX_FRAME)) {
            endFrame();
        }
        Member member = new Member(length, id);
        members.add(member);
        frame.write(bytes, from, length);
        if (base.isPresent()) {
            delta.add(member, bytes, from, base.get());
            if (delta.isFull()) {
                fullDeltas.add(delta);
                delta = new TestDelta(compressor);
            }
        }
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
        open.add(new Open(offset, stored, Codec.ZSTD, List.copyOf(members)));
        members.clear();
        frame.reset();
    }

    private void addDelta(TestDelta next) {
        byte[] stored = tamper.apply(next.toBytes());
        if (!writer.fits(stored.length, next.members().size())) {
            endPack();
        }
        long offset = writer.addDelta(stored, 0, stored.length, next.members());
        open.add(new Open(offset, stored.length, Codec.DELTA, next.members()));
    }

    private void endPack() {
        Pack pack = writer.finish();
        SnapshotWriter.store(objects, pack);
        uses.add(new PackUse(pack.name(), pack.length(), 0, true, false));
        for (Open each : open) {
            FrameRow row = each.in(pack.name());
            boolean isDelta = each.codec() == Codec.DELTA;
            if (isDelta) {
                deltaFrames.add(row);
            }
            for (int i = 0; i < each.members().size(); i++) {
                (isDelta ? deltas : plain).putIfAbsent(each.members().get(i).id(), new Place(row, i));
            }
        }
        open.clear();
        writer = new PackWriter(packBytes);
    }

    /** Ends the open pack, if there is something in it. */
    void flush() {
        endFrame();
        if (!delta.members().isEmpty()) {
            fullDeltas.add(delta);
            delta = new TestDelta(compressor);
        }
        if (deltasApart && !writer.isEmpty()) {
            endPack();
        }
        fullDeltas.forEach(this::addDelta);
        fullDeltas.clear();
        if (!writer.isEmpty()) {
            endPack();
        }
    }
}
