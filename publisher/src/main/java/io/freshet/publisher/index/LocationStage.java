package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.ContentDelta;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LeafPlacer;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.pack.BlobKind;
import io.freshet.publisher.dedupe.ChildPlaces;
import io.freshet.publisher.dedupe.KnownNode;
import io.freshet.publisher.delta.DeltaPlaces;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.FrameShares;
import io.freshet.publisher.frame.Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the location nodes of all components, in the order in which the content nodes were finished: children before
 * their parents. Holds one leaf, and the places of the children of one open branch a level.
 */
final class LocationStage {

    private final ParentNodes parent;
    private final FrameRows frames;
    private final IndexPacks packs;
    private final PackUses uses;
    private final DeltaPlaces deltas;
    private final List<List<Child>> open = new ArrayList<>();
    private final LeafPlacer placer = new LeafPlacer();
    private long deltaFrames;
    private boolean keepsDeltas;

    /** A finished node: where both of its nodes lie, and the digest of its location node. */
    private record Child(IndexPlace content, List<IndexDelta> deltas, IndexPlace location, Digest digest) {}

    LocationStage(ParentNodes parent, FrameRows frames, DeltaPlaces deltas, IndexPacks packs, PackUses uses) {
        this.parent = parent;
        this.frames = frames;
        this.packs = packs;
        this.uses = uses;
        this.deltas = deltas;
    }

    /**
     * What was written.
     *
     * @param components with {@link Digest#ZERO} for the pack that is open
     * @param deltaFrames how many new delta frames there are up to the end of each component
     * @param keepsDeltas whether some chunk still lies in a delta frame of earlier releases only
     */
    record Written(List<LocationRoot.Component> components, List<Long> deltaFrames, boolean keepsDeltas) {}

    /** Writes all nodes. */
    Written write(IndexNotes notes, List<ContentStage.Written> components) throws IOException {
        IndexNotes.Cursor cursor = notes.read();
        List<Root> roots = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (ContentStage.Written component : components) {
            IndexNotes.Note note;
            do {
                note = cursor.next();
                if (note == null) {
                    throw new IllegalStateException("the notes end before the root of " + component);
                }
                node(note);
            } while (note.level() < component.root().level()
                    || !note.id().equals(component.root().id()));
            roots.add(new Root(component, level(note.level()).removeLast()));
            ends.add(deltaFrames);
        }
        return new Written(roots.stream().map(this::component).toList(), ends, keepsDeltas);
    }

    private record Root(ContentStage.Written component, Child places) {}

    private LocationRoot.Component component(Root root) {
        return new LocationRoot.Component(
                root.component.spec().name(),
                root.component.root().id(),
                packs.resolve(root.places.content),
                packs.resolve(root.places.location),
                root.places.digest);
    }

    private void node(IndexNotes.Note note) throws IOException {
        Child child = note.level() == 0 ? leaf(note) : branch(note);
        used(child.content);
        used(child.location);
        for (IndexDelta delta : child.deltas) {
            used(delta.place());
        }
        level(note.level()).add(child);
    }

    private void used(IndexPlace place) throws IOException {
        if (place instanceof IndexPlace.Named(BlobPlace named)) {
            uses.blob(named.pack(), named.offset(), named.stored());
        }
    }

    private Child leaf(IndexNotes.Note note) throws IOException {
        LeafDeltaPlaces also = new LeafDeltaPlaces(note.chunkDeltas(), frames, deltas);
        int chunk = 0;
        for (IndexNotes.Run run : note.runs()) {
            long place = resolve(run.place());
            FrameRow frame = frames.get(ChunkAt.stream(place), ChunkAt.frame(place));
            int member = ChunkAt.member(place);
            for (int i = 0; i < run.chunks(); i++) {
                placer.place(frame, member + i);
                also.place(chunk, placer);
                chunk++;
            }
        }
        note.times().forEach(placer::time);
        LocationNode.Leaf leaf = placer.finish(note.id());
        FrameShares.of(leaf, (row, used) -> {
            FrameRow frame = leaf.frames().get(row);
            uses.frame(frame.pack(), frame.offset(), frame.stored(), used);
        });
        for (FrameRow delta : leaf.deltas().frames()) {
            uses.blob(delta.pack(), delta.offset(), delta.stored());
        }
        byte[] plain = leaf.toBytes();
        Digest digest = Digest.of(plain);
        Optional<KnownNode> known = parent.location(note.id());
        if (known.isPresent() && known.get().places().location().equals(digest)) {
            IndexPlace place = new IndexPlace.Named(known.get().places().locationPlace());
            return new Child(note.place(), note.deltas(), place, digest);
        }
        packs.prepare();
        IndexPlace place = packs.add(BlobKind.LOCATION_NODE, digest, plain);
        return new Child(note.place(), note.deltas(), place, digest);
    }

    /** Where chunks lie, now that all have a place. */
    private long resolve(long noted) throws IOException {
        long place = ChunkAt.stream(noted) == Stream.PENDING ? deltas.get(ChunkAt.frame(noted)) : noted;
        switch (ChunkAt.stream(place)) {
            case DELTA -> deltaFrames = Math.max(deltaFrames, ChunkAt.frame(place) + 1);
            case KNOWN_DELTA -> keepsDeltas = true;
            default -> {}
        }
        return place;
    }

    private Child branch(IndexNotes.Note note) throws IOException {
        packs.prepare();
        List<Child> below = level(note.level() - 1);
        if (below.size() != note.children()) {
            throw new IllegalStateException(
                    below.size() + " children are there, " + note.children() + " were expected");
        }
        List<LocationNode.Child> children = below.stream().map(this::resolve).toList();
        below.clear();
        Optional<KnownNode> known = parent.location(note.id());
        if (known.isPresent() && known.get().children().equals(ChildPlaces.digest(children))) {
            LocationNode.Child places = known.get().places();
            IndexPlace place = new IndexPlace.Named(places.locationPlace());
            return new Child(note.place(), note.deltas(), place, places.location());
        }
        byte[] plain = new LocationNode.Branch(note.id(), note.level(), children).toBytes();
        Digest digest = Digest.of(plain);
        IndexPlace place = packs.add(BlobKind.LOCATION_NODE, digest, plain);
        return new Child(note.place(), note.deltas(), place, digest);
    }

    private LocationNode.Child resolve(Child child) {
        List<ContentDelta> deltas = new ArrayList<>();
        for (IndexDelta delta : child.deltas) {
            BlobPlace place = packs.resolve(delta.place());
            deltas.add(new ContentDelta(delta.bases(), place.pack(), place.offset(), place.stored()));
        }
        return new LocationNode.Child(
                packs.resolve(child.content), packs.resolve(child.location), child.digest, deltas);
    }

    private List<Child> level(int level) {
        while (open.size() <= level) {
            open.add(new ArrayList<>());
        }
        return open.get(level);
    }
}
