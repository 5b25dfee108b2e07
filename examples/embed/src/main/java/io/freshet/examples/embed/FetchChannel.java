package io.freshet.examples.embed;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.ChannelFetch;
import io.freshet.fetcher.FetchReport;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.trust.RootOfTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings a data directory up to date with a channel, from two mirrors at once. */
final class FetchChannel {
    private final List<Mirror> mirrors;
    private final RootOfTrust publisher;

    FetchChannel(String a, String b, Path rootJson) throws IOException {
        mirrors = List.of(new Mirror(a), new Mirror(b));
        publisher = new RootOfTrust.Document(Files.readAllBytes(rootJson));
    }

    /** Answers where the files are: all of them verified, and on the disk. */
    Path update(String channel, Path home) throws IOException, TrustException {
        FetchReport report = new ChannelFetch(mirrors, publisher, new ChannelName(channel)).into(home);
        return report.directory();
    }
}
