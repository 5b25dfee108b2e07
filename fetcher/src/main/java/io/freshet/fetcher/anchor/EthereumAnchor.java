package io.freshet.fetcher.anchor;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.fetcher.http.Endpoint;
import io.freshet.fetcher.http.EndpointClient;
import io.freshet.fetcher.http.EndpointFault;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * A node of Ethereum, asked by <a href="https://ethereum.github.io/execution-apis/">JSON-RPC</a>: block hash and state
 * root of the block at the height, and the chain's number where the snapshot names it, since chains that split have their
 * first blocks in common.
 */
record EthereumAnchor(Endpoint endpoint) implements Anchor {

    private static final long ID = 1;

    @Override
    public String toString() {
        return "eth " + endpoint;
    }

    @Override
    public Vote vote(Claim claim, EndpointClient client) throws EndpointFault, InterruptedIOException {
        String height = "0x" + Long.toHexString(claim.height());
        byte[] answer = ask(client, "eth_getBlockByNumber", "\"" + height + "\", false");
        Vote vote = read(claim, answer);
        if (!(vote instanceof Vote.Agrees) || claim.chainId().isEmpty()) {
            return vote;
        }
        String chain = Long.toString(quantity(client, "eth_chainId"));
        return chain.equals(claim.chainId().get())
                ? vote
                : new Vote.Contradicts("chain", claim.chainId().get(), chain);
    }

    static Vote read(Claim claim, byte[] answer) throws EndpointFault {
        return RpcAnswer.read(answer, ID, json -> block(claim, json));
    }

    private static Vote block(Claim claim, JsonObject answer) throws JsonException, EndpointFault {
        if (!answer.has("result")) {
            return new Vote.Unknown("does not have block " + claim.height());
        }
        JsonObject block = answer.object("result");
        if (RpcAnswer.quantity(block, "number") != claim.height()) {
            throw new EndpointFault("answered with another block");
        }
        return claim.against(RpcAnswer.hash(block, "hash"), Optional.of(RpcAnswer.hash(block, "stateRoot")));
    }

    @Override
    public boolean hasHead() {
        return true;
    }

    @Override
    public long head(EndpointClient client) throws EndpointFault, InterruptedIOException {
        return quantity(client, "eth_blockNumber");
    }

    private long quantity(EndpointClient client, String method) throws EndpointFault, InterruptedIOException {
        return readQuantity(ask(client, method, ""));
    }

    static long readQuantity(byte[] answer) throws EndpointFault {
        return RpcAnswer.read(answer, ID, json -> RpcAnswer.quantity(json, "result"));
    }

    private byte[] ask(EndpointClient client, String method, String parameters)
            throws EndpointFault, InterruptedIOException {
        return client.post(
                endpoint,
                "{\"jsonrpc\": \"2.0\", \"id\": " + ID + ", \"method\": \"" + method + "\", \"params\": [" + parameters
                        + "]}");
    }
}
