package io.freshet.fetcher.anchor;

import io.freshet.fetcher.http.Endpoint;

/** Nodes of CometBFT, which chains of Cosmos run on: {@code cosmos=https://rpc.example}. */
public final class CosmosVerifier implements AnchorVerifier {

    /** Called by {@link java.util.ServiceLoader}. */
    public CosmosVerifier() {}

    @Override
    public String kind() {
        return "cosmos";
    }

    @Override
    public Anchor anchor(String place) {
        return new CosmosAnchor(Endpoint.of(place));
    }
}
