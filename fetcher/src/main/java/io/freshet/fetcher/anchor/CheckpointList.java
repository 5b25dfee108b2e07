package io.freshet.fetcher.anchor;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.fetcher.http.EndpointClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks of one network that are trusted without asking a node. Of one network only: a thief of a publisher's key could
 * otherwise name another of the list's for the snapshot.
 *
 * @param file where they were read
 * @param network as manifests name it
 * @param checkpoints by height
 */
record CheckpointList(String file, String network, Map<Long, Checkpoint> checkpoints) implements Anchor {

    /** Longest file, in bytes. */
    static final int MOST_BYTES = 4 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(MOST_BYTES, 4);

    CheckpointList {
        checkpoints = Map.copyOf(checkpoints);
    }

    /** A block, and the root of the state after it where that is known. */
    record Checkpoint(ChainHash block, Optional<ChainHash> stateRoot) {}

    /** Reads {@code {"network": "mainnet", "checkpoints": [{"height": 21000000, "blockHash": "0x…", "stateRoot": "0x…"}]}}. */
    static CheckpointList read(String file, byte[] bytes) throws JsonException {
        JsonObject json = StrictJson.readObject(file, bytes, LIMITS);
        Map<Long, Checkpoint> checkpoints = new HashMap<>();
        for (JsonObject each : json.objects("checkpoints")) {
            long height = each.integer("height", 0, JsonObject.MAX_INTEGER);
            Optional<ChainHash> root =
                    each.has("stateRoot") ? Optional.of(RpcAnswer.hash(each, "stateRoot")) : Optional.empty();
            if (checkpoints.put(height, new Checkpoint(RpcAnswer.hash(each, "blockHash"), root)) != null) {
                throw each.invalid("height", "is there twice: " + height);
            }
        }
        return new CheckpointList(file, json.string("network"), checkpoints);
    }

    @Override
    public String toString() {
        return "file " + file;
    }

    @Override
    public Vote vote(Claim claim, EndpointClient client) {
        if (!claim.network().equals(Optional.of(network))) {
            return new Vote.Contradicts("network", claim.network().orElse("nothing"), network);
        }
        Checkpoint found = checkpoints.get(claim.height());
        return found == null
                ? new Vote.Unknown("does not have block " + claim.height())
                : claim.against(found.block(), found.stateRoot());
    }

    @Override
    public boolean hasHead() {
        return false;
    }

    @Override
    public long head(EndpointClient client) {
        throw new UnsupportedOperationException("a list has no head");
    }
}
