package io.freshet.fetcher.anchor;

import static io.freshet.fetcher.anchor.Asking.CLAIM;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.json.JsonException;
import io.freshet.fetcher.http.EndpointFault;

/** Whatever a node answers, or a file has: a vote, a list, or a refusal. */
class AnchorFuzzTest {

    @FuzzTest
    void ethereum(byte[] answer) {
        try {
            EthereumAnchor.read(CLAIM, answer);
            EthereumAnchor.readQuantity(answer);
        } catch (EndpointFault e) {
            // no vote
        }
    }

    @FuzzTest
    void cosmosStatus(byte[] answer) {
        try {
            CosmosAnchor.readStatus(answer);
        } catch (EndpointFault e) {
            // no vote
        }
    }

    @FuzzTest
    void cosmosCommit(byte[] answer) {
        try {
            CosmosAnchor.readHeader(CLAIM.height(), answer);
        } catch (EndpointFault e) {
            // no vote
        }
    }

    @FuzzTest
    void checkpoints(byte[] file) {
        try {
            CheckpointList.read("list", file);
        } catch (JsonException e) {
            // refused
        }
    }
}
