package io.freshet.fetcher.anchor;

import io.freshet.fetcher.http.Endpoint;

/** Nodes of Ethereum and of what speaks like it: {@code eth=https://node.example}. */
public final class EthereumVerifier implements AnchorVerifier {

    /** Called by {@link java.util.ServiceLoader}. */
    public EthereumVerifier() {}

    @Override
    public String kind() {
        return "eth";
    }

    @Override
    public Anchor anchor(String place) {
        return new EthereumAnchor(Endpoint.of(place));
    }
}
