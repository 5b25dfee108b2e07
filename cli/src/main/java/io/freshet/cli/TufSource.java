package io.freshet.cli;

import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.trust.MirrorMetadata;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A repository whose metadata and targets may lie in different places; each is asked once. */
final class TufSource implements MetadataSource, AutoCloseable {

    private static final String METADATA = "metadata/";
    private static final String TARGETS = "targets/";

    private final Mirror metadata;
    private final Optional<Mirror> targets;
    private final Mirrors mirrors;
    private final MirrorMetadata source;

    TufSource(Mirror metadata, Optional<Mirror> targets) throws UsageException {
        this.metadata = metadata;
        this.targets = targets;
        this.mirrors = Where.open(
                targets.map(mirror -> List.of(metadata, mirror)).orElse(List.of(metadata)), HttpLimits.DEFAULTS);
        this.source = new MirrorMetadata(mirrors);
    }

    @Override
    public List<String> mirrors() {
        return List.of(metadata.toString());
    }

    @Override
    public Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException {
        if (path.startsWith(TARGETS) && targets.isPresent()) {
            return source.fetch(targets.get().toString(), path.substring(TARGETS.length()), maxBytes);
        }
        return source.fetch(mirror, path.substring(METADATA.length()), maxBytes);
    }

    @Override
    public void close() throws IOException {
        mirrors.close();
    }
}
