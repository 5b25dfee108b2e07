package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.pack.BlobKind;
import io.freshet.publisher.delta.DeltaPlaces;
import io.freshet.publisher.delta.FrameBases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the location index when all frames have their places: nodes, list of packs, root. */
public final class LocationIndex {

    private LocationIndex() {}

    /**
     * The parent's location root, and where it lies.
     *
     * @param root what it says
     * @param place where it is
     * @param packs its list of packs
     */
    public record Parent(LocationRoot root, LocationRef place, PackList packs) {}

    /**
     * What was written.
     *
     * @param root the location root
     * @param place where it lies
     * @param isParents whether it is the parent's, since nothing lies elsewhere now
     */
    public record Written(LocationRoot root, LocationRef place, boolean isParents) {}

    /**
     * What the new location root says beside its components.
     *
     * @param parent the snapshot before
     * @param ancestors which snapshots came before, newest first
     * @param newBytes stored bytes of the chunks that this run stored anew
     * @param resumed packs of an interrupted run: what is used of them is new in this release too
     * @param packSizes lengths of all packs that nodes may mention
     * @param depth of the new delta frames
     */
    public record Head(
            Optional<Parent> parent,
            List<LocationRoot.Ancestor> ancestors,
            long newBytes,
            Set<Digest> resumed,
            Map<Digest, Long> packSizes,
            int depth) {}

    /**
     * Writes it.
     *
     * @param content the content index, which is complete
     * @param deltas where new pages lie
     * @param bases what new delta frames are made against
     * @param directory for temporary files
     */
    public static Written write(
            ContentStage content,
            ParentNodes nodes,
            FrameRows frames,
            DeltaPlaces deltas,
            FrameBases bases,
            IndexPacks packs,
            Head head,
            Path directory)
            throws IOException {
        try (PackUses uses = new PackUses(directory)) {
            LocationStage stage = new LocationStage(nodes, frames, deltas, packs, uses);
            List<ContentStage.Written> trees = content.finish();
            packs.endContent();
            LocationStage.Written written = stage.write(content.notes(), trees);
            BasesStage newBases = new BasesStage(frames, bases, packs, uses, head.depth);
            List<LocationRoot.Component> components = new ArrayList<>();
            for (int i = 0; i < written.components().size(); i++) {
                LocationRoot.Component component = written.components().get(i);
                components.add(
                        component.withBases(newBases.write(written.deltaFrames().get(i))));
            }
            // What new deltas are made against may lie in earlier ones.
            boolean hasNewBases =
                    components.stream().anyMatch(each -> !each.bases().isEmpty());
            if (head.parent.isPresent() && (hasNewBases || written.keepsDeltas())) {
                keep(head.parent.get(), components, uses);
            }
            if (packs.isEmpty() && head.parent.isPresent()) {
                Parent parent = head.parent.get();
                if (parent.root.components().equals(components)) {
                    return new Written(parent.root, parent.place, true);
                }
            }
            return writeRoot(components, uses, packs, head);
        }
    }

    /** Puts the parent's bases nodes before the new ones. */
    private static void keep(Parent parent, List<LocationRoot.Component> components, PackUses uses) throws IOException {
        Set<String> names =
                components.stream().map(LocationRoot.Component::name).collect(Collectors.toSet());
        if (parent.root.components().stream().anyMatch(old -> !old.bases().isEmpty() && !names.contains(old.name()))) {
            throw new IllegalStateException("a chain of deltas goes on without the bases nodes of a component");
        }
        for (int i = 0; i < components.size(); i++) {
            LocationRoot.Component component = components.get(i);
            List<BasesPlace> all = new ArrayList<>();
            for (LocationRoot.Component old : parent.root.components()) {
                if (old.name().equals(component.name())) {
                    all.addAll(old.bases());
                }
            }
            for (BasesPlace bases : all) {
                BlobPlace node = bases.place();
                uses.blob(node.pack(), node.offset(), node.stored());
            }
            all.addAll(component.bases());
            components.set(i, component.withBases(all));
        }
    }

    /** What the parent's bases nodes name lies in packs of its list: all of these stay. */
    private static void addPacksOfBases(PackList parent, List<PackUse> all) {
        Set<Digest> listed = all.stream().map(PackUse::pack).collect(Collectors.toSet());
        parent.packs().stream()
                .filter(use -> use.data() && !listed.contains(use.pack()))
                .map(use -> new PackUse(use.pack(), use.size(), 0, true, false))
                .forEach(all::add);
    }

    private static Written writeRoot(
            List<LocationRoot.Component> components, PackUses uses, IndexPacks packs, Head head) throws IOException {
        List<PackUse> all = new ArrayList<>(uses.finish(head.packSizes));
        all.addAll(packs.sent());
        boolean hasBases =
                components.stream().anyMatch(component -> !component.bases().isEmpty());
        if (hasBases) {
            head.parent.ifPresent(parent -> addPacksOfBases(parent.packs, all));
        }
        long resumed = all.stream()
                .filter(use -> use.data() && head.resumed.contains(use.pack()))
                .mapToLong(PackUse::used)
                .sum();
        byte[] list = new PackList(head.newBytes + resumed, all).toBytes();
        Digest listDigest = Digest.of(list);
        BlobPlace listPlace = packs.resolve(packs.add(BlobKind.PACK_LIST, listDigest, list));
        LocationRoot root = new LocationRoot(components, head.ancestors, listPlace, listDigest);
        byte[] plain = root.toBytes();
        Digest digest = Digest.of(plain);
        BlobPlace place = packs.resolve(packs.add(BlobKind.LOCATION_ROOT, digest, plain));
        Digest pack = packs.finish();
        return new Written(LocationRoot.read(digest, pack, plain), new LocationRef(place.in(pack), digest), false);
    }
}
