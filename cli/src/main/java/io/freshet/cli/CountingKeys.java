package io.freshet.cli;

import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose signatures count: those of the channel's keys, or of others. */
final class CountingKeys {

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "Public key (PEM, or as TUF lists it) that counts in place of the channel's; repeat for more.")
    private List<Path> files = new ArrayList<>();

    /** How many --key names; 0 where the channel's count. */
    int named() {
        return files.size();
    }

    /** The keys of --key. */
    List<VerifyingKey> read() throws IOException {
        return PublicKeyFile.read(files);
    }

    /** The keys of the channel that a release is one of. */
    static ChannelKeys ofChannel(NamedRepository repository, NamedRepository.Found found) {
        return ChannelKeys.of(repository.repository().state(), found.channel());
    }
}
