package io.freshet.fetcher;

import io.freshet.core.disk.Cloner;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.local.LocalFiles;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.download.Chains;
import io.freshet.fetcher.download.Downloads;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.fetcher.plan.ComponentFetch;
import io.freshet.fetcher.plan.SeedRuns;
import io.freshet.fetcher.seed.OldFiles;
import io.freshet.fetcher.seed.SeedDirectory;
import io.freshet.fetcher.seed.SeedVersion;
import io.freshet.fetcher.seed.Seeds;
import io.freshet.fetcher.tree.DiskSync;
import io.freshet.fetcher.tree.StagingTree;
import io.freshet.fetcher.version.CarriedFiles;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.NodeFiles;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fetches a snapshot: builds its tree beside the version in use, out of what lies here and what mirrors have, and puts
 * it in that one's place when every byte was verified and is on the disk. What is interrupted resumes when it is run
 * again.
 */
public final class Fetch {

    private final FetchRequest request;
    private final RangeFetcher mirrors;
    private final Progress progress;
    private final LocalFiles local = LocalFiles.builtIn();

    /**
     * @param mirrors where packs are read from
     * @param progress is kept up to date while the fetch runs
     */
    public Fetch(FetchRequest request, RangeFetcher mirrors, Progress progress) {
        this.request = request;
        this.mirrors = mirrors;
        this.progress = progress;
    }

    /** Fetches {@code snapshot} into the directory {@code home}, unless it is in use already. */
    public FetchReport run(Home home, Snapshot snapshot) throws IOException {
        List<Component> wanted = wanted(snapshot.manifest());
        VersionId id = version(snapshot, wanted);
        Optional<VersionId> active = home.active();
        Optional<VersionId> same = home.activeOf(id, snapshot.digest());
        if (same.isPresent()) {
            home.tidy(request.keep());
            return report(home, wanted, same.get(), true, CarriedOver.NOTHING);
        }
        CarriedOver carried = CarriedOver.NOTHING;
        if (!request.carry().isEmpty() && home.untouched(id)) {
            // It may hold what was carried into it a while ago, which can't be told from what the snapshot has.
            home.reopen(id);
        }
        if (home.untouched(id)) {
            // Complete for a while, perhaps: what the node has written since must not be taken back.
            carried = active.isPresent() ? carry(home, active.get(), home.tree(id)) : carried;
        } else {
            try {
                carried = build(home, snapshot, wanted, home.staging(id), active);
                home.complete(id, snapshot.document());
            } catch (IOException e) {
                throw home.explain(e, Math.max(0, progress.total() - progress.done()));
            }
        }
        home.activate(id);
        home.prune(request.keep());
        return report(home, wanted, id, false, carried);
    }

    /** What of the node's own files went along to the new version, and what did not. */
    private record CarriedOver(List<EntryPath> carried, List<EntryPath> left, Optional<Path> leftIn) {
        static final CarriedOver NOTHING = new CarriedOver(List.of(), List.of(), Optional.empty());
    }

    private static VersionId version(Snapshot snapshot, List<Component> wanted) {
        VersionId whole = snapshot.version();
        return wanted.size() == snapshot.manifest().components().size()
                ? whole
                : whole.only(wanted.stream().map(Component::name).toList());
    }

    private CarriedOver build(
            Home home, Snapshot snapshot, List<Component> wanted, Path staging, Optional<VersionId> active)
            throws IOException {
        progress.total(Component.bytes(wanted));
        LocalIndex index = home.index();
        List<SeedDirectory> directories = request.seeds().stream()
                .map(directory ->
                        new SeedDirectory(directory, snapshot.manifest().profile()))
                .toList();
        try (DiskSync disk = DiskSync.of(staging);
                ComponentTrees trees = new ComponentTrees()) {
            List<SeedVersion> versions = request.trustTimes()
                    ? home.seeds()
                    : home.seeds().stream().map(SeedVersion::withoutStamps).toList();
            try (Seeds seeds = new Seeds(versions, directories, index, home.temporary())) {
                fill(home, snapshot, wanted, staging, seeds, trees);
            }
            trees.makeLinks();
            CarriedOver carried = active.isPresent() ? carry(home, active.get(), staging) : CarriedOver.NOTHING;
            trees.seal(index, home.stamps());
            disk.tree(staging);
            return carried;
        }
    }

    /** Makes all files. */
    private void fill(
            Home home, Snapshot snapshot, List<Component> wanted, Path staging, Seeds seeds, ComponentTrees trees)
            throws IOException {
        BlobSource blobs = new MirrorBlobs(mirrors);
        IndexWalk walk = new IndexWalk(blobs, home.index());
        Cloner cloner = Cloner.ofSystem();
        try (Chains chains = new Chains(snapshot.location(), blobs, seeds, home.temporary())) {
            long kept = snapshot.basesLieIn(seeds, wanted) ? 0 : chains.readAhead();
            new Room(home, blobs).check(snapshot, wanted, staging, request.seeds(), kept);
            StagingTree.prepare(staging, wanted.stream().map(Component::root).toList());
            try (SeedRuns copies = new SeedRuns(seeds, request.threads(), progress);
                    Downloads downloads =
                            new Downloads(mirrors, chains, request.spansAtOnce(), request.threads(), progress)) {
                for (Component component : wanted) {
                    Optional<OldFiles> old = seeds.filesOf(component.root());
                    try {
                        StagingTree tree = new StagingTree(
                                staging,
                                component.root(),
                                inside(component, wanted),
                                old.map(OldFiles::root),
                                cloner,
                                home.temporary());
                        trees.add(component, tree);
                        List<EntryPath> others =
                                inside(component, snapshot.manifest().components());
                        ComponentFetch fetch = new ComponentFetch(
                                tree, others, home.index(), seeds, old, copies, chains, downloads, progress);
                        walk.walk(snapshot.place(component), fetch);
                        fetch.finish();
                    } finally {
                        old.ifPresent(OldFiles::close);
                    }
                    downloads.await();
                }
                chains.finish(downloads);
            }
        }
    }

    private CarriedOver carry(Home home, VersionId active, Path staging) throws IOException {
        Path tree = home.tree(active);
        CarriedFiles files = new CarriedFiles(local, request.carry(), tree, staging);
        files.carryLocal();
        Optional<Manifest> manifest = home.manifest(active);
        List<EntryPath> left = List.of();
        if (manifest.isPresent()) {
            left = NodeFiles.in(tree, manifest.get(), home.index(), files);
        } else {
            files.carryWhatMayBe();
        }
        return new CarriedOver(files.carried(), left, Optional.of(tree));
    }

    /** Directories in a component that belong to others, relative to its root. */
    private static List<EntryPath> inside(Component component, List<Component> all) {
        EntryPath root = component.root();
        int prefix = root.value().isEmpty() ? 0 : root.value().length() + 1;
        return all.stream()
                .map(Component::root)
                .filter(other -> other.isIn(root) && !other.equals(root))
                .map(other -> new EntryPath(other.value().substring(prefix)))
                .toList();
    }

    private List<Component> wanted(Manifest manifest) {
        if (request.components().isEmpty()) {
            return manifest.components();
        }
        Set<String> names = new HashSet<>();
        request.components().forEach(name -> require(manifest, name, names));
        return manifest.components().stream()
                .filter(component -> names.contains(component.name()))
                .toList();
    }

    private static void require(Manifest manifest, String name, Set<String> names) {
        Component component = manifest.component(name)
                .orElseThrow(() -> new IllegalArgumentException("the snapshot has no component \"" + name
                        + "\"; it has "
                        + manifest.components().stream().map(Component::name).toList()));
        if (names.add(name)) {
            component.requires().forEach(other -> require(manifest, other, names));
        }
    }

    private FetchReport report(
            Home home, List<Component> wanted, VersionId id, boolean unchanged, CarriedOver carried) {
        return new FetchReport(
                id,
                home.tree(id),
                unchanged,
                Component.bytes(wanted),
                progress.downloaded(),
                progress.reused(),
                progress.unread(),
                progress.damaged(),
                carried.carried(),
                carried.left(),
                carried.leftIn(),
                mirrors.reports());
    }
}
