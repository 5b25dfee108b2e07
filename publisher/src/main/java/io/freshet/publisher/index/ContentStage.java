package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.ContentTreeWriter;
import io.freshet.core.index.Item;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.ModifiedAt;
import io.freshet.publisher.dedupe.BaseChoice;
import io.freshet.publisher.dedupe.KnownNode;
import io.freshet.publisher.delta.DeltaPlaces;
import io.freshet.publisher.source.ComponentSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes content trees while items stream by, one component after the other, and notes what the location index will need.
 * For one thread.
 */
public final class ContentStage implements AutoCloseable {

    private final ParentNodes parent;
    private final BaseChoice bases;
    private final IndexPacks packs;
    private final boolean times;
    private final IndexNotes notes;
    private final List<Written> written = new ArrayList<>();
    private @Nullable ContentTreeWriter tree;
    private @Nullable ComponentSpec component;
    private long leaves;
    private long allLeaves;
    private boolean ending;

    /** A component whose content tree is complete. */
    public record Written(ComponentSpec spec, ContentTreeWriter.Root root) {}

    /**
     * @param parent which nodes stay where they are
     * @param bases chooses what new leaves are deltas against
     * @param times whether modification times are kept
     * @param directory for temporary files
     */
    public ContentStage(ParentNodes parent, BaseChoice bases, IndexPacks packs, boolean times, Path directory)
            throws IOException {
        this.parent = parent;
        this.bases = bases;
        this.packs = packs;
        this.times = times;
        this.notes = new IndexNotes(directory);
    }

    /** Ends the component before, and begins the next one. */
    public void startComponent(ComponentSpec spec) throws IOException {
        endComponent();
        component = spec;
        leaves = 0;
        ending = false;
        tree = new ContentTreeWriter(this::node);
    }

    /** Adds a path. */
    public void path(Item.Path item, ModifiedAt time) throws IOException {
        if (times) {
            notes.time(time);
        }
        add(item);
    }

    /** The chunk that comes next is the known one of that number. */
    public void known(long number) throws IOException {
        bases.hit(number);
    }

    /**
     * Adds a chunk, which lies at {@code place}.
     *
     * @param delta where it lies once more, or may lie; {@link DeltaPlaces#NONE} if it does not
     */
    public void chunk(Item.Chunk chunk, long place, long delta) throws IOException {
        notes.chunk(place);
        if (delta != DeltaPlaces.NONE) {
            notes.delta(delta);
        }
        add(chunk);
    }

    /** Number of the leaf that the next item goes into, among those of all components. */
    public long leaf() {
        return allLeaves;
    }

    /** Adds anything else. */
    public void add(Item item) throws IOException {
        if (tree == null) {
            throw new IllegalStateException("no component was begun");
        }
        tree.add(item);
    }

    /** Ends the last component; gives all. */
    public List<Written> finish() throws IOException {
        endComponent();
        return written;
    }

    IndexNotes notes() {
        return notes;
    }

    @Override
    public void close() throws IOException {
        notes.close();
    }

    private void endComponent() throws IOException {
        if (tree != null && component != null) {
            ending = true;
            written.add(new Written(component, tree.finish()));
            tree = null;
        }
    }

    /** Whether the leaf at hand is all of its tree: nothing could mention its deltas. */
    private boolean isRoot() {
        return ending && leaves == 1;
    }

    private void node(int level, Digest id, byte[] plain, int children) throws IOException {
        if (level == 0) {
            leaves++;
            allLeaves++;
        }
        Optional<KnownNode> known = parent.content(id);
        if (known.isPresent()) {
            bases.skip();
            LocationNode.Child places = known.get().places();
            notes.node(level, id, new IndexPlace.Named(places.contentPlace()), parent.deltas(places), children);
        } else {
            IndexPlace.Numbered place = packs.addContent(id, plain);
            List<IndexDelta> deltas = level == 0 && !isRoot()
                    ? packs.addDelta(id, plain, bases.take(plain.length), place).stream()
                            .toList()
                    : List.of();
            notes.node(level, id, place, deltas, children);
        }
    }
}
