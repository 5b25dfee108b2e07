package io.freshet.fetcher.log;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TileSource;
import io.freshet.core.trust.MetadataSource;
import java.io.IOException;
import java.util.Optional;

/**
 * The log as one mirror has it. Nothing that it gives is trusted.
 *
 * @param name one of the mirrors of {@code mirrors}
 */
public record MirrorLog(MetadataSource mirrors, String name) implements TileSource {

    /**
     * An object; nothing where the mirror does not have it.
     *
     * @throws FormatException if it has more than {@code maxBytes}
     */
    public Optional<byte[]> get(String path, int maxBytes) throws IOException {
        try {
            Optional<byte[]> bytes = mirrors.fetch(name, path, maxBytes);
            if (bytes.isPresent() && bytes.get().length > maxBytes) {
                throw new FormatException(path, "has more than " + maxBytes + " bytes").in(name);
            }
            return bytes;
        } catch (MetadataSource.TooLong e) {
            throw new FormatException(path, "has more than " + maxBytes + " bytes").in(name);
        } catch (MetadataSource.Absent e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<byte[]> read(TilePath path) throws IOException {
        return get(LogPaths.tile(path), path.mostBytes());
    }
}
