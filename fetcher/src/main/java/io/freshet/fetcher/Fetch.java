package io.freshet.fetcher;

import io.freshet.core.FormatException;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.local.LocalFiles;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
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
import io.freshet.fetcher.tree.Cloner;
import io.freshet.fetcher.tree.StagingTree;
import io.freshet.fetcher.tree.TreeSealer;
import io.freshet.fetcher.version.CarriedFiles;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private final CarriedFiles carried = new CarriedFiles(LocalFiles.builtIn());

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
        VersionId id = snapshot.version();
        Optional<VersionId> active = home.active();
        if (active.isPresent() && active.get().equals(id)) {
            return report(home, snapshot, true, List.of());
        }
        List<EntryPath> local = List.of();
        if (!home.versions().contains(id)) {
            Path staging = home.staging(id);
            build(home, snapshot, staging);
            local = active.isPresent() ? carried.carry(home.tree(active.get()), staging) : List.of();
            home.complete(id, snapshot.document());
        }
        home.activate(id);
        home.prune(request.keep());
        return report(home, snapshot, false, local);
    }

    private void build(Home home, Snapshot snapshot, Path staging) throws IOException {
        List<Component> wanted = wanted(snapshot.manifest());
        long total = wanted.stream().mapToLong(c -> c.sums().bytes()).sum();
        progress.total(total);
        LocalIndex index = home.index();
        BlobSource blobs = new MirrorBlobs(mirrors);
        List<SeedDirectory> directories = request.seeds().stream()
                .map(directory ->
                        new SeedDirectory(directory, snapshot.manifest().profile()))
                .toList();
        List<SeedVersion> versions = home.seeds();
        try (Seeds seeds = new Seeds(versions, directories, index, home.temporary());
                SeedRuns copies = new SeedRuns(seeds, request.threads(), progress);
                Downloads downloads = new Downloads(mirrors, request.spansAtOnce(), progress)) {
            IndexWalk walk = new IndexWalk(blobs, index);
            Cloner cloner = Cloner.ofSystem();
            for (Component component : wanted) {
                StagingTree tree =
                        new StagingTree(staging.resolve(component.root().value()), cloner);
                Optional<OldFiles> old = seeds.filesOf(component.root());
                try {
                    ComponentFetch fetch = new ComponentFetch(tree, seeds, old, copies, downloads, progress);
                    walk.walk(location(snapshot, component), fetch);
                    fetch.finish();
                } finally {
                    old.ifPresent(OldFiles::close);
                }
                downloads.await();
                seal(walk, location(snapshot, component), tree);
            }
        }
    }

    /** Links, modes of directories, and durability: when all files of the component are there. */
    private static void seal(IndexWalk walk, LocationRoot.Component component, StagingTree tree) throws IOException {
        TreeSealer sealer = new TreeSealer(tree);
        walk.walk(component, sealer);
        sealer.end();
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

    private static LocationRoot.Component location(Snapshot snapshot, Component component) throws IOException {
        for (LocationRoot.Component place : snapshot.location().components()) {
            if (place.name().equals(component.name()) && place.contentRoot().equals(component.contentRoot())) {
                return place;
            }
        }
        throw new FormatException(
                "location root",
                "has no place for component \"" + component.name() + "\" with the manifest's content root");
    }

    private FetchReport report(Home home, Snapshot snapshot, boolean unchanged, List<EntryPath> local) {
        return new FetchReport(
                snapshot.version(),
                home.tree(snapshot.version()),
                unchanged,
                snapshot.manifest().bytes(),
                progress.downloaded(),
                progress.reused(),
                progress.damaged(),
                new ArrayList<>(local));
    }
}
