package io.freshet.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustMemory;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.MirrorChoice;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.fetcher.trust.SecondChances;
import io.freshet.fetcher.trust.SnapshotFinder;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A fetch from two mirrors that dies, what there is then, and the same command again. */
final class FetchRound {

    private final Site site;
    private final Path home;
    private Optional<PublishRound.Current> old = Optional.empty();
    private Set<Digest> oldChunks = new HashSet<>();

    /** A node that has fetched nothing yet. */
    FetchRound(Site site) {
        this.site = site;
        this.home = site.newHome();
    }

    boolean isFirst() {
        return old.isEmpty();
    }

    /** Fetches the current release, and dies at {@code moment}. */
    Child.End fetch(PublishRound.Current release, Moment moment, Tally tally)
            throws IOException, InterruptedException, TrustException {
        Files.createDirectories(home);
        Watch watch = new Watch(
                3, site::requests, home.resolve("versions"), home.resolve(".freshet"), home.resolve("current"));
        Child.End end = Child.run(moment, watch, site.log(), site.fetch(home, site.first(), site.second()));

        Optional<VersionId> active = Home.active(home);
        boolean activated = active.isPresent() && active.get().sequence() == release.sequence();
        if (activated) {
            release.tree().assertIsAt(home.resolve("current").toRealPath());
        } else if (old.isPresent()) {
            old.get().tree().assertIsAt(home.resolve("current").toRealPath());
        } else {
            assertThat(home.resolve("current")).doesNotExist();
        }
        if (!end.killed()) {
            assertThat(activated).isTrue();
        }
        tally.count((isFirst() ? "first fetch: " : "fetch: ") + phase(end, activated));

        Contents contents = contents();
        long missing = activated ? 0 : contents.missing(oldChunks, unfinished());
        JsonNode again = site.run(site.fetch(home, site.first(), site.second()));
        assertThat(again.get("downloaded").longValue())
                .as("bytes of files that were downloaded")
                .isLessThanOrEqualTo(missing);
        assertThat(again.get("sequence").longValue()).isEqualTo(release.sequence());
        release.tree().assertIsAt(home.resolve("current").toRealPath());
        assertThat(versions()).hasSizeBetween(1, 2).noneMatch(name -> name.startsWith("."));
        old = Optional.of(release);
        oldChunks = contents.ids();
        return end;
    }

    private String phase(Child.End end, boolean activated) throws IOException {
        if (!end.killed()) {
            return "ended before";
        }
        if (activated) {
            return "activated, perhaps not pruned";
        }
        List<String> versions = versions();
        if (versions.stream().anyMatch(name -> name.startsWith(".staging-"))) {
            return "while it was staged";
        }
        boolean complete = versions.stream()
                .flatMap(name -> VersionId.parse(name).stream())
                .anyMatch(id -> old.isEmpty() || id.sequence() > old.get().sequence());
        return complete ? "complete, not activated" : "before anything was staged";
    }

    /** The tree of the newest version, whatever there is of it. */
    private Path unfinished() throws IOException {
        List<String> versions = versions();
        return versions.isEmpty()
                ? home.resolve("versions/none")
                : home.resolve("versions")
                        .resolve(versions.stream()
                                .filter(name -> name.startsWith(".staging-"))
                                .findAny()
                                .orElse(versions.getLast()));
    }

    private List<String> versions() throws IOException {
        Path versions = home.resolve("versions");
        if (!Files.isDirectory(versions)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(versions)) {
            return each.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private Contents contents() throws IOException, TrustException {
        try (Mirrors mirrors = new Mirrors(
                List.of(new Mirror(site.first().url())),
                HttpLimits.DEFAULTS,
                MirrorChoice.LEAST_LOADED,
                pause -> {},
                System::nanoTime)) {
            SnapshotFinder finder =
                    new SnapshotFinder(mirrors, new TrustMemory(), Clock.systemUTC(), SecondChances.usual());
            RootOfTrust root = new RootOfTrust.Document(Files.readAllBytes(site.root()));
            return Contents.of(finder.find(root, new ChannelName(Site.CHANNEL)).snapshot(), mirrors);
        }
    }
}
