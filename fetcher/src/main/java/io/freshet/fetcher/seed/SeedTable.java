package io.freshet.fetcher.seed;

import io.freshet.core.Digest;
import io.freshet.core.index.Item;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.core.lookup.ChunkTableBuilder;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.index.LocalIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds chunks by their ids anywhere in local data: on disk, whatever the number of chunks. */
public final class SeedTable implements AutoCloseable {

    private static final int OFFSET_BITS = 44;
    private static final int MAX_FILES = 1 << (63 - OFFSET_BITS);

    private final List<Path> files = new ArrayList<>();
    private final ChunkTable table;

    private SeedTable(List<Path> files, ChunkTable table) {
        this.files.addAll(files);
        this.table = table;
    }

    /**
     * Makes the table of some versions and directories.
     *
     * @param index the content nodes of the versions
     * @param temporary where the table may lie while it is used
     */
    public static SeedTable of(
            List<SeedVersion> versions, List<SeedDirectory> directories, LocalIndex index, Path temporary)
            throws IOException {
        long expected = versions.stream()
                .flatMap(version -> version.manifest().components().stream())
                .mapToLong(component -> component.sums().chunks())
                .sum();
        List<Path> files = new ArrayList<>();
        try (ChunkTableBuilder builder = new ChunkTableBuilder(temporary, Math.max(expected, 1 << 16))) {
            Adder adder = new Adder(files, builder);
            for (SeedVersion version : versions) {
                for (Component component : version.manifest().components()) {
                    Path root = version.directory().resolve(component.root().value());
                    adder.start(root);
                    index.walk(component.contentRoot(), leaf -> adder.add(leaf.items()));
                }
            }
            for (SeedDirectory directory : directories) {
                directory.read(adder);
            }
            return new SeedTable(files, builder.finish());
        }
    }

    /** Where a chunk may lie whose id has this first word; any number of threads may ask at once. */
    public Optional<SeedPlace> find(long word) throws IOException {
        long value = table.find(word);
        if (value == ChunkTable.NONE) {
            return Optional.empty();
        }
        return Optional.of(new SeedPlace(files.get((int) (value >>> OFFSET_BITS)), value & ((1L << OFFSET_BITS) - 1)));
    }

    @Override
    public void close() throws IOException {
        table.close();
    }

    /** Adds the chunks of files to a table that is being made. */
    static final class Adder {
        private final List<Path> files;
        private final ChunkTableBuilder builder;
        private @Nullable Path root;
        private long offset;

        Adder(List<Path> files, ChunkTableBuilder builder) {
            this.files = files;
            this.builder = builder;
        }

        /** The items that follow are of files below {@code newRoot}. */
        void start(Path newRoot) {
            root = newRoot;
        }

        /** Adds items; false where no more files fit into the table. */
        boolean add(List<Item> items) throws IOException {
            for (Item item : items) {
                switch (item) {
                    case Item.File file -> {
                        if (files.size() == MAX_FILES) {
                            return false;
                        }
                        files.add(
                                Objects.requireNonNull(root).resolve(file.path().value()));
                        offset = 0;
                    }
                    case Item.Chunk chunk -> {
                        addChunk(chunk.id());
                        offset += chunk.size();
                    }
                    case Item.Piece piece -> offset += piece.length();
                    case Item.Directory directory -> offset = 0;
                    case Item.Link link -> offset = 0;
                }
            }
            return true;
        }

        private void addChunk(Digest id) throws IOException {
            if (offset >>> OFFSET_BITS == 0) {
                builder.add(id.word(0), (long) (files.size() - 1) << OFFSET_BITS | offset);
            }
        }
    }
}
