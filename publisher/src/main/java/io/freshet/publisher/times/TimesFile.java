package io.freshet.publisher.times;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.trust.ChannelName;
import java.nio.file.Path;

/**
 * Where the state of files is kept from one publication to the next.
 *
 * @param directory of the publisher's own, on this machine
 * @param repository digest of the root metadata of the repository
 */
public record TimesFile(Path directory, Digest repository) {

    /** The name of the file for one channel and one source. */
    String name(ChannelName channel, Path source) {
        ByteWriter name = new ByteWriter(256);
        name.digest(repository).string(channel.toString()).string(source.toString());
        return Digest.of(name.toBytes()) + ".times";
    }
}
