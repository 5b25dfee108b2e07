package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.pack.BlobKind;
import io.freshet.publisher.delta.DeltaPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the location index when all frames have their places: nodes, list of packs, root. */
public final class LocationIndex {

    private LocationIndex() {}

    /**
     * The parent's location root, and where it lies.
     *
     * @param root what it says
     * @param place where it is
     */
    public record Parent(LocationRoot root, LocationRef place) {}

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
     */
    public record Head(
            Optional<Parent> parent,
            List<LocationRoot.Ancestor> ancestors,
            long newBytes,
            Set<Digest> resumed,
            Map<Digest, Long> packSizes) {}

    /**
     * Writes it.
     *
     * @param content the content index, which is complete
     * @param deltas where new pages lie once more
     * @param directory for temporary files
     */
    public static Written write(
            ContentStage content,
            ParentNodes nodes,
            FrameRows frames,
            DeltaPlaces deltas,
            IndexPacks packs,
            Head head,
            Path directory)
            throws IOException {
        try (PackUses uses = new PackUses(directory)) {
            LocationStage stage = new LocationStage(nodes, frames, deltas, packs, uses);
            List<ContentStage.Written> trees = content.finish();
            packs.endContent();
            List<LocationRoot.Component> components = stage.write(content.notes(), trees);
            if (packs.isEmpty() && head.parent.isPresent()) {
                Parent parent = head.parent.get();
                if (parent.root.components().equals(components)) {
                    return new Written(parent.root, parent.place, true);
                }
            }
            return writeRoot(components, uses, packs, head);
        }
    }

    private static Written writeRoot(
            List<LocationRoot.Component> components, PackUses uses, IndexPacks packs, Head head) throws IOException {
        List<PackUse> all = new ArrayList<>(uses.finish(head.packSizes));
        all.addAll(packs.sent());
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
