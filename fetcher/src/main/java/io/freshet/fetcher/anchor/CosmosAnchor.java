package io.freshet.fetcher.anchor;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.fetcher.http.Endpoint;
import io.freshet.fetcher.http.EndpointClient;
import io.freshet.fetcher.http.EndpointFault;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * A node of CometBFT, asked by its <a href="https://docs.cometbft.com/v0.38/rpc/">RPC over URIs</a>. The app hash after
 * block H stands in the header of block H + 1 (<a
 * href="https://github.com/cometbft/cometbft/blob/v0.38.17/spec/core/data_structures.md#header">Header</a>): that one is
 * read, too, where the snapshot has a state root.
 */
record CosmosAnchor(Endpoint endpoint) implements Anchor {

    /** What answers to questions that were asked by a URI have. */
    private static final long ID = -1;

    @Override
    public String toString() {
        return "cosmos " + endpoint;
    }

    /** The heights that a node has blocks of. */
    record Status(long earliest, long latest) {}

    /** What is read of a block's header, and its hash, which the commit of the block has. */
    record Header(String chainId, ChainHash hash, String before, String appHash) {}

    @Override
    public Vote vote(Claim claim, EndpointClient client) throws EndpointFault, InterruptedIOException {
        Status status = status(client);
        boolean stated = claim.stateRoot().isPresent();
        long last = claim.height() + (stated ? 1 : 0);
        if (status.latest() < last || claim.height() < status.earliest()) {
            return new Vote.Unknown(
                    "does not have block " + last + ": it has " + status.earliest() + " to " + status.latest());
        }
        Header header = header(claim.height(), client);
        if (claim.chainId().isPresent() && !claim.chainId().get().equals(header.chainId())) {
            return new Vote.Contradicts("chain", claim.chainId().get(), printable(header.chainId()));
        }
        Vote vote = claim.against(header.hash(), Optional.empty());
        if (!stated || !(vote instanceof Vote.Agrees)) {
            return vote;
        }
        Header next = header(last, client);
        if (!ChainHash.parse(next.before()).equals(Optional.of(header.hash()))) {
            throw new EndpointFault("has a block " + last + " that does not follow the one before");
        }
        Optional<ChainHash> root = ChainHash.parse(next.appHash());
        if (root.isEmpty()) {
            throw new EndpointFault("has no app hash after block " + claim.height());
        }
        return claim.against(header.hash(), root);
    }

    @Override
    public boolean hasHead() {
        return true;
    }

    @Override
    public long head(EndpointClient client) throws EndpointFault, InterruptedIOException {
        return status(client).latest();
    }

    private Status status(EndpointClient client) throws EndpointFault, InterruptedIOException {
        return readStatus(client.get(endpoint, "status", ""));
    }

    static Status readStatus(byte[] bytes) throws EndpointFault {
        return RpcAnswer.read(bytes, ID, answer -> {
            JsonObject sync = answer.object("result").object("sync_info");
            return new Status(
                    RpcAnswer.number(sync, "earliest_block_height"), RpcAnswer.number(sync, "latest_block_height"));
        });
    }

    private Header header(long height, EndpointClient client) throws EndpointFault, InterruptedIOException {
        return readHeader(height, client.get(endpoint, "commit", "height=" + height));
    }

    static Header readHeader(long height, byte[] bytes) throws EndpointFault {
        return RpcAnswer.read(bytes, ID, answer -> header(height, answer));
    }

    private static Header header(long height, JsonObject answer) throws JsonException, EndpointFault {
        JsonObject signed = answer.object("result").object("signed_header");
        JsonObject header = signed.object("header");
        if (RpcAnswer.number(header, "height") != height) {
            throw new EndpointFault("answered with another block");
        }
        return new Header(
                header.string("chain_id"),
                RpcAnswer.hash(signed.object("commit").object("block_id"), "hash"),
                header.object("last_block_id").string("hash"),
                header.string("app_hash"));
    }

    /** A name that a node gives its chain is at most 50 bytes long; longer ones, and odd signs, are no names. */
    private static String printable(String chainId) {
        return chainId.matches("[A-Za-z0-9._/-]{1,50}") ? chainId : "a name that no chain has";
    }
}
