package io.freshet.fetcher.seed;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.tree.StampRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All local data that a fetch may reuse. The table of all of it is made when a chunk is first not where it was. */
public final class Seeds implements AutoCloseable {

    private final List<SeedVersion> versions;
    private final List<SeedDirectory> directories;
    private final LocalIndex index;
    private final Path temporary;
    private @Nullable SeedTable table;

    /**
     * @param versions local versions, the one in use first
     * @param directories others
     * @param temporary where the table may lie
     */
    public Seeds(List<SeedVersion> versions, List<SeedDirectory> directories, LocalIndex index, Path temporary) {
        this.versions = List.copyOf(versions);
        this.directories = List.copyOf(directories);
        this.index = index;
        this.temporary = temporary;
    }

    /** Whether there is nothing. */
    public boolean none() {
        return versions.isEmpty() && directories.isEmpty();
    }

    /** Whether a local version has a component with this content root, or had it when it was fetched. */
    public boolean has(Digest contentRoot) {
        return versions.stream()
                .flatMap(version -> version.manifest().components().stream())
                .anyMatch(component -> component.contentRoot().equals(contentRoot));
    }

    /** The files of the component that lies at {@code root} in the version in use, in order. */
    public Optional<OldFiles> filesOf(EntryPath root) throws IOException {
        for (SeedVersion version : versions) {
            for (Component component : version.manifest().components()) {
                if (component.root().equals(root)) {
                    StampRows stamps = version.stamps().isPresent()
                            ? StampRows.open(version.stamps().get(), component)
                            : StampRows.none();
                    Path directory = version.directory().resolve(root.value());
                    return Optional.of(new OldFiles(index, component.contentRoot(), directory, stamps));
                }
            }
        }
        return Optional.empty();
    }

    /** Where else a chunk may lie. */
    public Optional<SeedPlace> find(Digest id) throws IOException {
        return find(id.word(0));
    }

    /** Where a chunk may lie whose id has this {@linkplain Digest#word first word}; any number of threads may ask at once. */
    public Optional<SeedPlace> find(long word) throws IOException {
        return none() ? Optional.empty() : table().find(word);
    }

    private synchronized SeedTable table() throws IOException {
        if (table == null) {
            table = SeedTable.of(versions, directories, index, temporary);
        }
        return table;
    }

    @Override
    public synchronized void close() throws IOException {
        if (table != null) {
            table.close();
        }
    }
}
