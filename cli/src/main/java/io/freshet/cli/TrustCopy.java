package io.freshet.cli;

import io.freshet.core.trust.TrustDirectory;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a fetched directory has kept of trust, for a command that must not change it: what is written stays in memory. */
final class TrustCopy implements TrustStore {

    private final TrustDirectory kept;
    private final TrustMemory written = new TrustMemory();
    private final Set<String> deleted = new HashSet<>();

    TrustCopy(Path directory) {
        this.kept = new TrustDirectory(directory);
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Optional<byte[]> own = written.read(name);
        return own.isPresent() || deleted.contains(name) ? own : kept.read(name);
    }

    @Override
    public void write(String name, byte[] bytes) {
        written.write(name, bytes);
        deleted.remove(name);
    }

    @Override
    public void delete(String name) {
        written.delete(name);
        deleted.add(name);
    }

    @Override
    public String describe(String name) {
        return kept.describe(name);
    }
}
