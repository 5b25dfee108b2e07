package io.freshet.publisher.kept;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that are kept from one publication to the next, one of a kind for each channel and source.
 *
 * @param directory of the publisher's own, on this machine
 * @param repository digest of the root metadata of the repository
 */
public record KeptFiles(Path directory, Digest repository) {

    /**
     * The file of a kind.
     *
     * @param source the data directory, whatever it is called
     * @param kind ends the name
     */
    public Path file(ChannelName channel, Path source, String kind) throws IOException {
        ByteWriter name = new ByteWriter(256);
        name.digest(repository)
                .string(channel.toString())
                .string(source.toRealPath().toString());
        return directory.resolve(Digest.of(name.toBytes()) + "." + kind);
    }
}
