package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log's tiles and bundles in memory, which says what was read and written; a name never gets other bytes. */
final class MemoryTiles implements TileSource, TileSink {

    final Map<String, byte[]> objects = new TreeMap<>();
    final List<String> reads = new ArrayList<>();
    final List<String> writes = new ArrayList<>();

    @Override
    public Optional<byte[]> read(TilePath path) {
        reads.add(path.toString());
        return Optional.ofNullable(objects.get(path.toString())).map(byte[]::clone);
    }

    @Override
    public void write(TilePath path, byte[] bytes) {
        assertThat(bytes.length).isBetween(1, path.mostBytes());
        byte[] before = objects.put(path.toString(), bytes);
        assertThat(before == null ? bytes : before).as("%s is immutable", path).isEqualTo(bytes);
        writes.add(path.toString());
    }
}
