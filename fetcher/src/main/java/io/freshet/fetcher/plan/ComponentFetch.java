package io.freshet.fetcher.plan;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.ModifiedAt;
import io.freshet.fetcher.download.Chains;
import io.freshet.fetcher.download.Downloads;
import io.freshet.fetcher.download.FrameMember;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.download.Target;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.seed.OldFiles;
import io.freshet.fetcher.seed.SeedPlace;
import io.freshet.fetcher.seed.Seeds;
import io.freshet.fetcher.tree.StagedFile;
import io.freshet.fetcher.tree.StagingTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans a component's files while its index is walked: makes directories and small files at once, copies chunks that lie
 * here, and hands those that do not to the downloads. Knows one window of chunks at a time.
 */
public final class ComponentFetch implements LeafVisitor {

    private static final int WINDOW_BYTES = 32 << 20;

    private final StagingTree tree;
    private final LocalIndex index;
    private final Seeds seeds;
    private final Optional<OldFiles> oldFiles;
    private final SeedRuns copies;
    private final Downloads downloads;
    private final Progress progress;
    private final List<EntryPath> others;
    private final Wanted wanted;
    private List<Need> window = new ArrayList<>();
    private final Set<Digest> withPlaces = new HashSet<>();

    private int windowBytes;
    /** The window before, whose chunks are copied while the next one is planned. */
    private @Nullable CopyingWindow copying;

    private OldFiles.@Nullable OldFile old;
    private @Nullable StagedFile file;
    /** Whether the file is a clone of an old one that nobody has written to since it was verified. */
    private boolean verified;

    private long offset;

    /**
     * @param tree where the component is built
     * @param others directories in it that belong to other components
     * @param index what is known of the versions here
     * @param oldFiles its files in the version in use
     * @param copies copies chunks from seeds
     * @param chains takes chunks that can't be made yet
     */
    public ComponentFetch(
            StagingTree tree,
            List<EntryPath> others,
            LocalIndex index,
            Seeds seeds,
            Optional<OldFiles> oldFiles,
            SeedRuns copies,
            Chains chains,
            Downloads downloads,
            Progress progress) {
        this.tree = tree;
        this.others = List.copyOf(others);
        this.index = index;
        this.seeds = seeds;
        this.oldFiles = oldFiles;
        this.copies = copies;
        this.downloads = downloads;
        this.progress = progress;
        this.wanted = new Wanted(chains, !seeds.none());
    }

    /** The chunks of a leaf that a version here has, too, are most likely at hand. */
    @Override
    public boolean wantsPlaces(Digest content, boolean known) {
        boolean wants = !known || seeds.none() || !index.isSettled(content);
        if (wants) {
            withPlaces.add(content);
        }
        return wants;
    }

    @Override
    public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
        int[] lengths = content.items().stream()
                .filter(Item.Chunk.class::isInstance)
                .mapToInt(item -> ((Item.Chunk) item).size())
                .toArray();
        LeafPlaces leafPlaces = new LeafPlaces(places, lengths);
        Times times = new Times(places, withPlaces.remove(id));
        int number = 0;
        for (Item item : content.items()) {
            switch (item) {
                case Item.Path path -> begin(path, times);
                case Item.Chunk chunk -> {
                    plan(chunk, number++);
                    if (windowBytes >= WINDOW_BYTES) {
                        endWindow(leafPlaces);
                    }
                }
                case Item.Zeros zeros -> {
                    file().zero(offset, zeros.length());
                    pass(zeros);
                }
                case Item.Inline inline -> {
                    file().write(0, inline.bytes(), 0, inline.bytes().length);
                    pass(inline);
                }
            }
        }
        endWindow(leafPlaces);
    }

    /** Ends the last file and starts what is still to be downloaded. */
    public void finish() throws IOException {
        settle();
        endFile();
        tree.reachEnd();
        downloads.start(wanted.take());
    }

    private void begin(Item.Path item, Times times) throws IOException {
        endFile();
        times.step();
        for (EntryPath other : others) {
            if (item.path().isIn(other)) {
                throw new FormatException(
                        "content index", "lists \"" + item.path() + "\", which belongs to another component");
            }
        }
        tree.reach(item);
        switch (item) {
            case Item.Directory directory -> tree.directory(directory.path(), times.time(oldFiles.isEmpty()));
            case Item.Link link -> tree.link(link);
            case Item.File newFile -> {
                old = oldFiles.isPresent() ? oldFiles.get().at(newFile.path()).orElse(null) : null;
                Optional<Path> like = old == null ? Optional.empty() : Optional.of(old.file());
                boolean untouched = old != null && old.isUntouched();
                file = tree.file(newFile, like, times.time(like.isEmpty()));
                // Nobody may have written to it in between, either.
                verified = untouched && file.isClone() && old != null && old.isUntouched();
                offset = 0;
            }
        }
    }

    private void plan(Item.Chunk chunk, int number) throws IOException {
        StagedFile to = file();
        boolean unmoved = old != null && old.has(chunk.id(), offset);
        if (unmoved && verified) {
            progress.unread(chunk.size());
        } else {
            to.expect();
            window.add(new Need(chunk, number, to, offset, seed(chunk, to, unmoved)));
            windowBytes += chunk.size();
        }
        offset += chunk.size();
    }

    private @Nullable SeedPlace seed(Item.Chunk chunk, StagedFile to, boolean unmoved) throws IOException {
        if (to.prefilled() && !verified) {
            return new SeedPlace(to.path(), offset);
        }
        if (unmoved && old != null) {
            return new SeedPlace(old.file(), offset);
        }
        return seeds.find(chunk.id()).orElse(null);
    }

    private void pass(Item.Piece piece) {
        offset += piece.length();
        progress.free(piece.length());
    }

    private void endFile() throws IOException {
        if (file != null) {
            file.arrived();
            file = null;
        }
    }

    private record CopyingWindow(SeedRuns.Copying chunks, LeafPlaces places) {}

    private void endWindow(LeafPlaces places) throws IOException {
        CopyingWindow next = new CopyingWindow(copies.start(window), places);
        window = new ArrayList<>();
        windowBytes = 0;
        settle();
        copying = next;
    }

    /** Waits for the window that is being copied; what of it does not lie here is wanted. */
    private void settle() throws IOException {
        if (copying == null) {
            return;
        }
        for (Need need : copies.finish(copying.chunks)) {
            wanted.add(target(need, copying.places.at(need.number())));
            if (wanted.enough()) {
                downloads.start(wanted.take());
            }
        }
        copying = null;
    }

    private static Target target(Need need, ChunkPlaces at) {
        Optional<FrameMember> delta =
                Optional.ofNullable(at.delta()).map(frame -> new FrameMember(frame, at.deltaMember()));
        return new Target(
                new FrameMember(at.frame(), at.member()), delta, need.chunk().id(), need.file(), need.offset());
    }

    /**
     * The modification times of a leaf's paths. They come with the places; where those were not asked for, only the
     * files that the version in use does not have are worth a request.
     */
    private static final class Times {
        private final Places places;
        private @Nullable List<ModifiedAt> times;
        private int path = -1;

        Times(Places places, boolean atHand) throws IOException {
            this.places = places;
            this.times = atHand ? places.get().times() : null;
        }

        void step() {
            path++;
        }

        Optional<ModifiedAt> time(boolean worthARequest) throws IOException {
            if (times == null && worthARequest) {
                times = places.get().times();
            }
            return times == null || path >= times.size() ? Optional.empty() : Optional.of(times.get(path));
        }
    }

    private StagedFile file() {
        if (file == null) {
            throw new IllegalStateException("a piece without a file has passed the check of the order");
        }
        return file;
    }
}
