package io.freshet.publisher.kept;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that are kept from one publication to the next, one of a kind for each channel, or for each channel and source.
 *
 * @param directory of the publisher's own, on this machine
 * @param repository digest of the root metadata of the repository
 */
public record KeptFiles(Path directory, Digest repository) {

    /**
     * The file of a kind that is a channel's, wherever its next release is published from.
     *
     * @param kind ends the name
     */
    public Path file(ChannelName channel, String kind) {
        return named(name(channel), kind);
    }

    /**
     * The file of a kind that is a channel's and a source's.
     *
     * @param source the data directory, whatever it is called
     * @param kind ends the name
     */
    public Path file(ChannelName channel, Path source, String kind) throws IOException {
        return named(name(channel).string(source.toRealPath().toString()), kind);
    }

    private ByteWriter name(ChannelName channel) {
        return new ByteWriter(256).digest(repository).string(channel.toString());
    }

    private Path named(ByteWriter name, String kind) {
        return directory.resolve(Digest.of(name.toBytes()) + "." + kind);
    }
}
