package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of a snapshot's location index (format, section 6).
 *
 * @param components in the manifest's order
 * @param ancestors the releases before, newest first, at most {@link #MAX_ANCESTORS}
 * @param packList where the pack list lies
 * @param packListDigest SHA-256 of its plain bytes
 */
public record LocationRoot(
        List<Component> components, List<Ancestor> ancestors, BlobPlace packList, Digest packListDigest) {

    /** Largest plain form, in bytes, that a reader accepts. */
    public static final int MAX_BYTES = 4 << 20;

    /** How many ancestors are listed at most. */
    public static final int MAX_ANCESTORS = 16;

    private static final String MAGIC = "FRLR";
    private static final int VERSION = 1;
    private static final int MAX_NAME = 255;

    /** Copies the lists. */
    public LocationRoot {
        components = List.copyOf(components);
        ancestors = List.copyOf(ancestors);
        if (ancestors.size() > MAX_ANCESTORS) {
            throw new IllegalArgumentException(ancestors.size() + " ancestors");
        }
        long bases = bases(components);
        if (bases > BasesPlace.MOST_BASES) {
            throw new IllegalArgumentException(bases + " bases");
        }
    }

    /**
     * Where a component's two root nodes lie.
     *
     * @param contentRoot id of its content tree's root
     * @param location SHA-256 of the plain bytes of the location node beside it
     * @param bases where the bases of its delta frames lie: a node's bases lie in plain frames, or in delta frames of nodes
     *     before it of lower depth, of any component; none if all of its chunks lie in plain frames
     */
    public record Component(
            String name,
            Digest contentRoot,
            BlobPlace contentPlace,
            BlobPlace locationPlace,
            Digest location,
            List<BasesPlace> bases) {
        /** Copies the list. */
        public Component {
            bases = List.copyOf(bases);
        }

        /** A component all of whose chunks lie in plain frames. */
        public Component(
                String name, Digest contentRoot, BlobPlace contentPlace, BlobPlace locationPlace, Digest location) {
            this(name, contentRoot, contentPlace, locationPlace, location, List.of());
        }

        /** The same with such bases. */
        public Component withBases(List<BasesPlace> other) {
            return new Component(name, contentRoot, contentPlace, locationPlace, location, other);
        }
    }

    private static long bases(List<Component> components) {
        return components.stream()
                .flatMap(component -> component.bases.stream())
                .mapToLong(BasesPlace::bases)
                .sum();
    }

    /** A release that came before: what its numbers of snapshots and ordinals refer to. */
    public record Ancestor(long sequence, Digest manifest, List<ContentRoot> components) {
        /** Copies the list. */
        public Ancestor {
            components = List.copyOf(components);
        }
    }

    /** A component's name and content root. */
    public record ContentRoot(String component, Digest root) {}

    /** The plain form. */
    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(2048);
        out.magic(MAGIC, VERSION).noFeatures().varint(components.size());
        for (Component component : components) {
            out.string(component.name).digest(component.contentRoot);
            component.contentPlace.write(out);
            component.locationPlace.write(out);
            out.digest(component.location).varint(component.bases.size());
            component.bases.forEach(bases -> bases.write(out));
        }
        out.varint(ancestors.size());
        for (Ancestor ancestor : ancestors) {
            out.varint(ancestor.sequence).digest(ancestor.manifest).varint(ancestor.components.size());
            ancestor.components.forEach(c -> out.string(c.component).digest(c.root));
        }
        packList.write(out);
        return out.digest(packListDigest).toBytes();
    }

    /** Reads a location root that lies in pack {@code own} and whose plain bytes must have the SHA-256 {@code digest}. */
    public static LocationRoot read(Digest digest, Digest own, byte[] plain) throws FormatException {
        ByteReader in = new ByteReader("location root " + digest.brief(), plain);
        if (plain.length > MAX_BYTES || !Digest.of(plain).equals(digest)) {
            throw in.error("its bytes have another digest");
        }
        in.magic(MAGIC, VERSION);
        in.noFeatures();
        int count = in.count("number of components", 4 * Digest.BYTES);
        List<Component> components = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = in.string("a component's name", MAX_NAME);
            Digest contentRoot = in.digest();
            BlobPlace contentPlace = BlobPlace.read(in, own, ContentNode.MAX_BYTES);
            BlobPlace locationPlace = BlobPlace.read(in, own, LocationNode.MAX_BYTES);
            Digest location = in.digest();
            components.add(new Component(name, contentRoot, contentPlace, locationPlace, location, readBases(in, own)));
        }
        long bases = bases(components);
        if (bases > BasesPlace.MOST_BASES) {
            throw in.error("its bases nodes name " + bases + " bases, more than " + BasesPlace.MOST_BASES);
        }
        List<Ancestor> ancestors = readAncestors(in);
        BlobPlace packList = BlobPlace.read(in, own, PackList.MAX_BYTES);
        Digest packListDigest = in.digest();
        in.end();
        return new LocationRoot(components, ancestors, packList, packListDigest);
    }

    private static List<BasesPlace> readBases(ByteReader in, Digest own) throws FormatException {
        int count = in.count("number of bases nodes", 2 * Digest.BYTES);
        List<BasesPlace> bases = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bases.add(BasesPlace.read(in, own));
            if (i > 0 && bases.get(i).depth() < bases.get(i - 1).depth()) {
                throw in.error("bases nodes are not in the order of their depth");
            }
        }
        return bases;
    }

    private static List<Ancestor> readAncestors(ByteReader in) throws FormatException {
        int count = in.varint("number of ancestors", 0, MAX_ANCESTORS);
        List<Ancestor> ancestors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long sequence = in.varint();
            Digest manifest = in.digest();
            int roots = in.count("number of components", Digest.BYTES + 1);
            List<ContentRoot> components = new ArrayList<>(roots);
            for (int k = 0; k < roots; k++) {
                components.add(new ContentRoot(in.string("a component's name", MAX_NAME), in.digest()));
            }
            ancestors.add(new Ancestor(sequence, manifest, components));
        }
        return ancestors;
    }
}
