package io.freshet.fetcher.anchor;

import static io.freshet.fetcher.anchor.Asking.CLAIM;
import static io.freshet.fetcher.anchor.Asking.HASH;
import static io.freshet.fetcher.anchor.Asking.OTHER;
import static io.freshet.fetcher.anchor.Asking.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node of CometBFT that is asked about block 100, whose app hash stands in block 101. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CosmosAnchorTest {

    private static final String BEFORE = "77".repeat(32);
    private static final String AFTER = "88".repeat(32);

    private String status = status(1, 101);
    private String block = commit(100, HASH.substring(2), BEFORE, "99".repeat(8));
    private String next = commit(101, AFTER, HASH.substring(2), ROOT.substring(2));

    private static String status(long earliest, long latest) {
        return result("{\"node_info\": {\"network\": \"test-1\"}, \"sync_info\": {\"earliest_block_height\": \""
                + earliest + "\", \"latest_block_height\": \"" + latest + "\"}}");
    }

    private static String commit(long height, String hash, String before, String appHash) {
        return result("{\"signed_header\": {\"header\": {\"chain_id\": \"test-1\", \"height\": \"" + height
                + "\", \"last_block_id\": {\"hash\": \"" + before + "\"}, \"app_hash\": \"" + appHash
                + "\"}, \"commit\": {\"block_id\": {\"hash\": \"" + hash + "\"}}}, \"canonical\": true}");
    }

    private static String result(String json) {
        return "{\"jsonrpc\": \"2.0\", \"id\": -1, \"result\": " + json + "}";
    }

    private Vote ask(Claim claim) throws IOException {
        try (HostileNode node = HostileNode.saying(asked -> asked.startsWith("/status ")
                        ? status
                        : asked.startsWith("/commit?height=100 ") ? block : next);
                Asking asking = new Asking(Duration.ofSeconds(20))) {
            return asking.ask(claim, new CosmosAnchor(node.endpoint()));
        }
    }

    private static Claim claim(Optional<ChainHash> root, Optional<String> chain) {
        return new Claim(100, CLAIM.block(), root, chain, Optional.empty());
    }

    @Test
    void theAppHashIsThatOfTheNextBlock() throws Exception {
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Agrees());
        next = commit(101, AFTER, HASH.substring(2), OTHER.substring(2));
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Contradicts("state root", ROOT, OTHER));
    }

    @Test
    void withoutAStateRootOneBlockIsEnough() throws Exception {
        status = status(1, 100);
        next = "{}";
        assertThat(ask(claim(Optional.empty(), Optional.empty()))).isEqualTo(new Vote.Agrees());
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Unknown("does not have block 101: it has 1 to 100"));
    }

    @Test
    void anotherBlockAndAnotherChain() throws Exception {
        assertThat(ask(claim(Optional.empty(), Optional.of("test-1")))).isEqualTo(new Vote.Agrees());
        assertThat(ask(claim(Optional.empty(), Optional.of("test-2"))))
                .isEqualTo(new Vote.Contradicts("chain", "test-2", "test-1"));
        block = commit(100, OTHER.substring(2), BEFORE, "99".repeat(8));
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Contradicts("block hash", HASH, OTHER));
        block = block.replace("test-1", "\\u001b[31mtest");
        assertThat(ask(claim(Optional.empty(), Optional.of("test-1"))))
                .isEqualTo(new Vote.Contradicts("chain", "test-1", "a name that no chain has"));
    }

    @Test
    void whatIsPrunedAndWhatDoesNotFit() throws Exception {
        next = commit(101, AFTER, OTHER.substring(2), ROOT.substring(2));
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Silent("has a block 101 that does not follow the one before"));
        next = commit(101, AFTER, HASH.substring(2), "");
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Silent("has no app hash after block 100"));
        next = commit(102, AFTER, HASH.substring(2), ROOT.substring(2));
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Silent("answered with another block"));
        status = status(101, 200);
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Unknown("does not have block 101: it has 101 to 200"));
        status = result("{\"sync_info\": {\"earliest_block_height\": \"1\", \"latest_block_height\": \"-5\"}}");
        assertThat(ask(CLAIM)).isEqualTo(new Vote.Silent("answered with JSON of another form"));
    }
}
