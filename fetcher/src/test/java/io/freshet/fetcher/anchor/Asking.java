package io.freshet.fetcher.anchor;

import io.freshet.core.proxy.Proxies;
import io.freshet.fetcher.http.EndpointClient;
import io.freshet.fetcher.testing.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A claim, and anchors that are asked about it by a client that has little time. */
final class Asking implements AutoCloseable {

    static final String HASH = "0x" + "ab".repeat(32);
    static final String ROOT = "0x" + "cd".repeat(32);
    static final String OTHER = "0x" + "66".repeat(32);
    static final String BLOCK =
            "{\"number\": \"0x64\", \"hash\": \"" + HASH + "\", \"stateRoot\": \"" + ROOT + "\", \"transactions\": []}";

    /** Block 100. */
    static final Claim CLAIM =
            new Claim(100, hash(HASH), Optional.of(hash(ROOT)), Optional.empty(), Optional.of("mainnet"));

    final Patience patience = new Patience();
    final EndpointClient client;

    Asking(Duration deadline) {
        client = new EndpointClient(Proxies.NONE, deadline, patience);
    }

    static ChainHash hash(String text) {
        return ChainHash.parse(text).orElseThrow();
    }

    Anchored check(int quorum, Optional<Long> maxLag, Anchor... anchors) throws IOException {
        return new AnchorCheck(new AnchorRule(List.of(anchors), quorum, maxLag)).check(CLAIM, client);
    }

    /** What the one anchor says. */
    Vote ask(Claim claim, Anchor anchor) throws IOException {
        try {
            return new AnchorCheck(new AnchorRule(List.of(anchor), 1, Optional.empty()))
                    .check(claim, client)
                    .answers()
                    .getFirst()
                    .vote();
        } catch (AnchorRefused refused) {
            return refused.answers().getFirst().vote();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
