package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.ToolVersion;
import io.freshet.core.index.ContentTreeWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.pack.Codec;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.cut.CutStage;
import io.freshet.publisher.dedupe.DroppedRegions;
import io.freshet.publisher.dedupe.KnownChunks;
import io.freshet.publisher.dedupe.KnownChunksBuilder;
import io.freshet.publisher.dedupe.RecentChunks;
import io.freshet.publisher.dedupe.ReemissionPlan;
import io.freshet.publisher.dedupe.StayingFiles;
import io.freshet.publisher.dedupe.StoreBlobs;
import io.freshet.publisher.delta.ChunkNotes;
import io.freshet.publisher.delta.DeltaCounts;
import io.freshet.publisher.delta.DeltaPlaces;
import io.freshet.publisher.delta.DeltaStage;
import io.freshet.publisher.delta.FrameBases;
import io.freshet.publisher.delta.Sketches;
import io.freshet.publisher.frame.FrameLog;
import io.freshet.publisher.frame.Stream;
import io.freshet.publisher.index.ContentStage;
import io.freshet.publisher.index.FrameRows;
import io.freshet.publisher.index.IndexPacks;
import io.freshet.publisher.index.LocationIndex;
import io.freshet.publisher.index.ParentNodes;
import io.freshet.publisher.pack.FrameStage;
import io.freshet.publisher.pack.PackFiller;
import io.freshet.publisher.pack.PackSender;
import io.freshet.publisher.pack.PackSink;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.SourceEntry;
import io.freshet.publisher.source.SourceReader;
import io.freshet.publisher.source.SourceSize;
import io.freshet.publisher.source.SourceWalk;
import io.freshet.publisher.times.TrustedTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a data directory into packs, indexes and a manifest; the way from there to a release is somebody else's. Reads each
 * byte of the source once (new pages twice, where deltas are made of them), or not at all where {@link TrustedTimes} say that the parent has it, in memory that the configuration bounds.
 *
 * <p>An object is good for one run.
 */
public final class Publication {

    private final Path source;
    private final SnapshotFacts facts;
    private final PublisherConfig config;
    private final Optional<ParentSnapshot> parent;
    private final List<StoredPack> leftOver;
    private final Set<Digest> avoided;
    private final Optional<TrustedTimes> times;
    private final Optional<Sketches> sketches;
    private final ProgressListener progress;

    /**
     * What a publication begins from.
     *
     * @param source the data directory
     * @param facts what the manifest says of it
     * @param parent the snapshot that this one follows
     * @param leftOver packs of an interrupted run: what is in them is not stored again
     * @param condemned packs that are not to be relied on
     * @param times which files may be as the parent has them; without it, every one is read
     * @param sketches what deltas are made with; without it, none are made
     */
    public record Input(
            Path source,
            SnapshotFacts facts,
            Optional<ParentSnapshot> parent,
            List<StoredPack> leftOver,
            Set<Digest> condemned,
            Optional<TrustedTimes> times,
            Optional<Sketches> sketches) {

        /** All files are read, and no deltas are made. */
        public Input(
                Path source,
                SnapshotFacts facts,
                Optional<ParentSnapshot> parent,
                List<StoredPack> leftOver,
                Set<Digest> condemned) {
            this(source, facts, parent, leftOver, condemned, Optional.empty(), Optional.empty());
        }
    }

    /** Prepares a publication. */
    public Publication(Input input, PublisherConfig config, ProgressListener progress) {
        this.source = input.source;
        this.facts = input.facts;
        this.config = config;
        this.parent = input.parent;
        this.leftOver = List.copyOf(input.leftOver);
        this.progress = progress;
        this.avoided = Set.copyOf(input.condemned);
        this.times = input.times;
        this.sketches = input.sketches;
    }

    /**
     * Publishes.
     *
     * @param sink takes packs as they are made; when this returns it has stored all of them
     * @throws io.freshet.publisher.source.SourceException if the source can't be published as it is
     */
    public PublishedSnapshot run(PackSink sink) throws IOException, InterruptedException {
        long started = System.nanoTime();
        SourceWalk walk = new SourceWalk(source, config.rules(), config.components());
        SourceSize size = walk.check(config.components());
        progress.started(size);
        try (Crew crew = new Crew("publish", config.cores())) {
            PackSender sender = new PackSender(sink, config.packs().inFlight(), crew, progress::stored);
            List<Outcome> outcome = new ArrayList<>(1);
            crew.start("assemble", () -> outcome.add(assemble(walk, size, crew, sender)));
            crew.join();
            return result(outcome.getFirst(), size, walk, sender, Duration.ofNanos(System.nanoTime() - started));
        }
    }

    /** What the pipeline made. */
    private record Outcome(
            List<ContentStage.Written> components,
            LocationIndex.Written location,
            Assembly.Counts counts,
            long stored,
            long storedAgain,
            DeltaCounts deltas) {}

    private Outcome assemble(SourceWalk walk, SourceSize size, Crew crew, PackSender sender)
            throws IOException, InterruptedException {
        Path directory = config.workDirectory();
        CutStage cut = new CutStage(new SourceReader(progress::read), config.profile(), config.cut(), crew);
        boolean early = times.filter(TrustedTimes::knowsParent).isEmpty();
        if (early) {
            cut.start(walk, config.components(), this::noteOnly);
        }
        try (KnownChunks known = known(crew);
                FrameStage frames =
                        new FrameStage(config.frames(), config.packs(), directory, config.cores(), crew, sender);
                IndexPacks indexPacks = new IndexPacks(config.packs().index(), sender);
                PackFiller deltaFrames = filler(Codec.DELTA, sender);
                PackFiller late = filler(Codec.ZSTD, sender);
                FrameBases bases = new FrameBases(directory);
                DeltaPlaces places = new DeltaPlaces(directory);
                DeltaStage deltas = deltas(known, new DeltaStage.Output(deltaFrames, late, bases, places), crew)) {
            if (isCutAlike()) {
                cut.look(known::cuts);
            }
            ReemissionPlan plan = new ReemissionPlan(
                    config.dedupe().coldOverhead(), config.dedupe().reemissionBudget());
            DeltaChain chain = parent.map(p -> DeltaChain.of(p, config.components(), avoided))
                    .orElse(DeltaChain.NONE);
            boolean deltasOnly = parent.isPresent()
                    && deltas != null
                    && deltas.hasBase()
                    && chain.mayGrow(config.dedupe(), known, plan);
            DroppedRegions dropped = dropped(known, size, plan, chain, deltasOnly);
            if (!early) {
                StayingFiles staying = known.staying(dropped);
                cut.start(walk, config.components(), (component, entry) -> isUnread(staying, component, entry));
            }
            ParentNodes nodes = new ParentNodes(known.nodes(), avoided);
            try (ContentStage content = new ContentStage(nodes, known.bases(), indexPacks, config.times(), directory)) {
                frames.start();
                RecentChunks recent = new RecentChunks(config.dedupe().recentChunks());
                ChunkNotes notes = ChunkNotes.IGNORED;
                if (deltas != null) {
                    deltas.prepare(deltasOnly ? chain.depth() + 1 : 0, chain.basesLeft());
                    notes = deltas;
                }
                Assembly.Counts counts = new Assembly(cut, known.finder(dropped), recent, frames, content, notes).run();
                frames.finish();
                PackFiller fresh = frames.packs(Stream.FRESH);
                PackFiller again = frames.packs(Stream.AGAIN);
                DeltaCounts made = deltas == null ? DeltaCounts.NONE : deltas.run();
                FrameRows rows = new FrameRows()
                        .add(Stream.KNOWN, known.frames(), known.packs())
                        .add(Stream.KNOWN_DELTA, known.deltaFrames(), known.packs())
                        .add(Stream.FRESH, fresh.frames(), fresh.packs())
                        .add(Stream.AGAIN, again.frames(), again.packs())
                        .add(Stream.DELTA, deltaFrames.frames(), deltaFrames.packs())
                        .add(Stream.LATE, late.frames(), late.packs());
                LocationIndex.Head head = head(fresh.stored() + made.late(), sender, chain.depth() + 1);
                LocationIndex.Written location =
                        LocationIndex.write(content, nodes, rows, places, bases, indexPacks, head, directory);
                return new Outcome(
                        content.finish(), location, counts, fresh.stored() + made.late(), again.stored(), made);
            }
        }
    }

    private PackFiller filler(Codec codec, PackSender sender) throws IOException {
        return new PackFiller(codec, config.packs().data(), new FrameLog(config.workDirectory()), sender);
    }

    /** Null where no deltas are made. */
    private @Nullable DeltaStage deltas(KnownChunks known, DeltaStage.Output output, Crew crew) throws IOException {
        if (sketches.isEmpty()) {
            return null;
        }
        Path directory = config.workDirectory();
        Map<String, EntryPath> roots = new HashMap<>();
        parent.ifPresent(
                p -> p.manifest().components().forEach(component -> roots.put(component.name(), component.root())));
        int frameBytes = config.frames().frameBytes();
        return new DeltaStage(sketches.get(), known, roots, output, frameBytes, directory, crew, config.cores());
    }

    private boolean noteOnly(ComponentSpec component, SourceEntry entry) throws IOException {
        if (times.isPresent()) {
            times.get().isUnchanged(component.name(), entry);
        }
        return false;
    }

    private boolean isCutAlike() {
        return parent.filter(p -> p.manifest().profile().equals(config.profile()))
                .isPresent();
    }

    /** Only what was cut in the same way can be taken over. */
    private boolean isUnread(StayingFiles staying, ComponentSpec component, SourceEntry entry) throws IOException {
        boolean unread = times.isPresent()
                && times.get().isUnchanged(component.name(), entry)
                && isCutAlike()
                && staying.contains(component.name(), entry.path(), entry.size());
        if (unread) {
            progress.unread(entry.size());
        }
        return unread;
    }

    private KnownChunks known(Crew crew) throws IOException, InterruptedException {
        long expected = parent.map(ParentSnapshot::chunks).orElse(0L);
        long leftOvers = leftOver.stream().mapToLong(StoredPack::chunks).sum();
        try (KnownChunksBuilder builder = new KnownChunksBuilder(
                config.workDirectory(),
                expected,
                leftOvers,
                avoided,
                config.dedupe().lookUp())) {
            if (parent.isPresent()) {
                try (StoreBlobs blobs = new StoreBlobs(parent.get().store())) {
                    IndexWalk walk = new IndexWalk(blobs, builder.nodeForms());
                    for (LocationRoot.Component component : parent.get().root().components()) {
                        builder.add(walk, component, crew);
                    }
                }
            }
            for (StoredPack pack : leftOver) {
                if (!avoided.contains(pack.name())) {
                    builder.add(pack.name(), pack.table());
                }
            }
            return builder.finish();
        }
    }

    private LocationIndex.Head head(long newBytes, PackSender sender, int depth) {
        Map<Digest, Long> sizes = new HashMap<>();
        parent.ifPresent(p -> sizes.putAll(p.packSizes()));
        Set<Digest> resumed = new HashSet<>();
        for (StoredPack pack : leftOver) {
            if (sizes.put(pack.name(), pack.length()) == null) {
                resumed.add(pack.name());
            }
        }
        sizes.putAll(sender.sizes());
        return new LocationIndex.Head(
                parent.map(p -> new LocationIndex.Parent(p.root(), p.release().location(), p.packList())),
                parent.map(ParentSnapshot::ancestorsOfNext).orElse(List.of()),
                newBytes,
                resumed,
                sizes,
                depth);
    }

    /** Nothing, where no file was written since the parent: the same tree again sends no pack, if it may be relied on. */
    private DroppedRegions dropped(
            KnownChunks known, SourceSize size, ReemissionPlan plan, DeltaChain chain, boolean keepsPages) {
        return parent.filter(p -> chain.isBroken() || isWritten(p.manifest(), known, size))
                .map(p -> known.dropped(plan, p.packList(), p.before(), keepsPages))
                .orElse(DroppedRegions.NONE);
    }

    /** A parent that says nothing of its files' times says when it was captured. */
    private static boolean isWritten(Manifest parent, KnownChunks known, SourceSize size) {
        return known.stamps().isPresent()
                ? !known.stamps().get().equals(size.stamps())
                : !size.changed().isBefore(parent.time());
    }

    private PublishedSnapshot result(
            Outcome outcome, SourceSize size, SourceWalk walk, PackSender sender, Duration time) {
        List<Component> components = new ArrayList<>();
        for (ContentStage.Written written : outcome.components) {
            ComponentSpec spec = written.spec();
            ContentTreeWriter.Root root = written.root();
            components.add(new Component(
                    spec.name(),
                    spec.root(),
                    spec.priority(),
                    spec.requires(),
                    root.id(),
                    root.sums(),
                    UnknownFields.NONE));
        }
        Manifest manifest = new Manifest(
                facts.source(),
                facts.consistency(),
                facts.time(),
                "freshet " + ToolVersion.current(),
                config.profile(),
                components,
                parent.map(p -> p.release().manifest().sha256()),
                UnknownFields.NONE);
        Assembly.Counts counts = outcome.counts;
        Statistics statistics = new Statistics(
                size.paths(),
                manifest.bytes(),
                counts.chunks,
                counts.newChunks,
                counts.newBytes,
                counts.againChunks,
                counts.againBytes,
                outcome.stored,
                outcome.storedAgain,
                sender.sizes().size(),
                sender.bytes(),
                counts.unreadFiles,
                counts.unreadBytes,
                outcome.deltas,
                time);
        return new PublishedSnapshot(
                manifest,
                outcome.location.place(),
                outcome.location.root(),
                outcome.location.isParents(),
                walk.skipped(),
                statistics);
    }
}
