package io.freshet.fetcher.testing;

import io.freshet.fetcher.Fetch;
import io.freshet.fetcher.FetchReport;
import io.freshet.fetcher.FetchRequest;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.version.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A directory that snapshots are fetched into. */
public record TestNode(Path into) {

    /** Fetches all components over all of these mirrors. */
    public FetchReport fetch(Snapshot snapshot, TestMirror... servers) throws IOException {
        return fetch(request(Set.of(), List.of(), 2), snapshot, servers);
    }

    /** Fetches what the request says. */
    public FetchReport fetch(FetchRequest request, Snapshot snapshot, TestMirror... servers) throws IOException {
        try (Mirrors mirrors = new Patience().mirrors(servers)) {
            return fetch(request, snapshot, mirrors);
        }
    }

    /** Fetches by whatever brings ranges. */
    public FetchReport fetch(FetchRequest request, Snapshot snapshot, RangeFetcher mirrors) throws IOException {
        return fetch(request, snapshot, mirrors, new Progress());
    }

    /** Fetches, and lets somebody watch. */
    public FetchReport fetch(FetchRequest request, Snapshot snapshot, RangeFetcher mirrors, Progress progress)
            throws IOException {
        try (Home home = Home.open(into, false)) {
            return new Fetch(request, mirrors, progress).run(home, snapshot);
        }
    }

    /** A request of a few threads. */
    public FetchRequest request(Set<String> components, List<Path> seeds, int keep) {
        return new FetchRequest(into, false, components, seeds, List.of(), keep, false, 4, 2);
    }

    /** The tree in use. */
    public Path current() throws IOException {
        return into.resolve("current").toRealPath();
    }

    /** A file of the tree in use. */
    public Path file(String path) throws IOException {
        return current().resolve(path);
    }

    /** The names of the versions. */
    public List<String> versions() throws IOException {
        try (Stream<Path> names = Files.list(into.resolve("versions"))) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        }
    }
}
