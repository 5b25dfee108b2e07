package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the location index: where what one content node mentions lies (format, section 6). Packs are named in full
 * here, the one in which the node itself lies included; while a node is being written that one is {@link Digest#ZERO}.
 */
public sealed interface LocationNode {

    /** Largest plain form, in bytes, that a reader accepts. */
    int MAX_BYTES = ContentLimits.MAX_NODE_BYTES;

    /** The content node that this belongs to. */
    Digest content();

    /** The node's level, that of its content node. */
    int level();

    /** The plain form. */
    byte[] toBytes();

    /**
     * Of level 0: a place for each chunk.
     *
     * @param frames in which each chunk lies; those of {@link io.freshet.core.pack.Codec#DELTA} are the only place of their chunks
     * @param deltas where some chunks lie once more
     * @param times one for each path entry of the content node, or none at all
     */
    record Leaf(Digest content, List<FrameRow> frames, List<ChunkRun> runs, LeafDeltas deltas, List<ModifiedAt> times)
            implements LocationNode {
        /** Copies the lists. */
        public Leaf {
            frames = List.copyOf(frames);
            runs = List.copyOf(runs);
            times = List.copyOf(times);
        }

        @Override
        public int level() {
            return 0;
        }

        @Override
        public byte[] toBytes() {
            return LocationLeafBytes.write(this);
        }
    }

    /** Above the leaves: where each child's two nodes lie. */
    record Branch(Digest content, int level, List<Child> children) implements LocationNode {
        /** Copies the list. */
        public Branch {
            children = List.copyOf(children);
        }

        @Override
        public byte[] toBytes() {
            PackNumbers packs = PackNumbers.forWriting();
            ByteWriter rows = new ByteWriter(children.size() * 80);
            for (Child child : children) {
                child.contentPlace.write(rows, packs);
                child.locationPlace.write(rows, packs);
                rows.digest(child.location);
                ContentDelta.writeAll(child.deltas, rows, packs);
            }
            ByteWriter out = new ByteWriter(rows.size() + 1024);
            out.magic(MAGIC, VERSION).u8(level).noFeatures().digest(content);
            packs.write(out);
            rows.copyTo(out);
            return out.toBytes();
        }
    }

    /**
     * A child of a branch.
     *
     * @param contentPlace where its content node lies
     * @param locationPlace where its location node lies
     * @param location SHA-256 of the location node's plain bytes
     * @param deltas other ways to the content node, each shorter than the node as it is stored, for readers who hold what
     *     they are made against
     */
    record Child(BlobPlace contentPlace, BlobPlace locationPlace, Digest location, List<ContentDelta> deltas) {
        /** Copies the list, and checks that it can be written. */
        public Child {
            deltas = List.copyOf(deltas);
            if (deltas.size() > ContentDelta.MAX_DELTAS
                    || deltas.stream().anyMatch(delta -> delta.stored() >= contentPlace.stored())) {
                throw new IllegalArgumentException(
                        "deltas of a node of %d stored bytes: %s".formatted(contentPlace.stored(), deltas));
            }
        }

        /** A child without deltas. */
        public Child(BlobPlace contentPlace, BlobPlace locationPlace, Digest location) {
            this(contentPlace, locationPlace, location, List.of());
        }
    }

    /** Begins every location node. */
    String MAGIC = "FRLN";

    /** The version that this release writes and reads. */
    int VERSION = 1;

    /**
     * Reads a location node.
     *
     * @param digest the SHA-256 that its plain bytes must have
     * @param content the id of the content node that it must belong to
     * @param own the pack in which it lies
     */
    static LocationNode read(Digest digest, Digest content, Digest own, byte[] plain) throws FormatException {
        ByteReader in = new ByteReader("location node " + digest.brief(), plain);
        if (plain.length > MAX_BYTES || !Digest.of(plain).equals(digest)) {
            throw in.error("its bytes have another digest");
        }
        in.magic(MAGIC, VERSION);
        int level = in.u8();
        in.noFeatures();
        if (!in.digest().equals(content)) {
            throw in.error("belongs to another content node than " + content.brief());
        }
        PackNumbers packs = PackNumbers.read(in, own);
        LocationNode node = level == 0 ? LocationLeafBytes.read(in, content, packs) : branch(in, content, level, packs);
        in.end();
        return node;
    }

    private static Branch branch(ByteReader in, Digest content, int level, PackNumbers packs) throws FormatException {
        List<Child> children = new ArrayList<>();
        while (in.remaining() > 0) {
            BlobPlace contentPlace = BlobPlace.read(in, packs, ContentNode.MAX_BYTES);
            BlobPlace locationPlace = BlobPlace.read(in, packs, MAX_BYTES);
            Digest location = in.digest();
            children.add(
                    new Child(contentPlace, locationPlace, location, ContentDelta.readAll(in, contentPlace, packs)));
        }
        return new Branch(content, level, children);
    }
}
