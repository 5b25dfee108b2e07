package io.freshet.fetcher.anchor;

import static io.freshet.fetcher.anchor.Asking.CLAIM;
import static io.freshet.fetcher.anchor.Asking.HASH;
import static io.freshet.fetcher.anchor.Asking.OTHER;
import static io.freshet.fetcher.anchor.Asking.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.json.JsonException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of checkpoints. */
class CheckpointListTest {

    @TempDir
    Path directory;

    private Anchor list(String network, String checkpoints) throws IOException {
        Path file = directory.resolve("list.json");
        Files.writeString(file, "{\"network\": \"" + network + "\", \"checkpoints\": [" + checkpoints + "]}");
        return new CheckpointVerifier().anchor(file.toString());
    }

    private static String checkpoint(long height, String hash, String root) {
        return "{\"height\": " + height + ", \"blockHash\": \"" + hash + "\", \"stateRoot\": \"" + root + "\"}";
    }

    private static Vote ask(Claim claim, Anchor list) throws IOException {
        try (Asking asking = new Asking(Duration.ofSeconds(1))) {
            return asking.ask(claim, list);
        }
    }

    @Test
    void whatIsInItAndWhatIsNot() throws Exception {
        Anchor list = list("mainnet", checkpoint(99, OTHER, OTHER) + "," + checkpoint(100, HASH, ROOT));
        assertThat(ask(CLAIM, list)).isEqualTo(new Vote.Agrees());
        assertThat(list.hasHead()).isFalse();
        assertThat(ask(CLAIM, list("mainnet", checkpoint(99, HASH, ROOT))))
                .isEqualTo(new Vote.Unknown("does not have block 100"));
        assertThat(ask(CLAIM, list("mainnet", checkpoint(100, HASH, OTHER))))
                .isEqualTo(new Vote.Contradicts("state root", ROOT, OTHER));
        String bare = "{\"height\": 100, \"blockHash\": \"" + HASH + "\"}";
        assertThat(ask(CLAIM, list("mainnet", bare))).isEqualTo(new Vote.Agrees());
    }

    /** Whoever has the publisher's key may name any network for the snapshot: not one that the list is not of. */
    @Test
    void aListIsOfOneNetwork() throws Exception {
        Anchor list = list("sepolia", checkpoint(100, HASH, ROOT));
        assertThat(ask(CLAIM, list)).isEqualTo(new Vote.Contradicts("network", "mainnet", "sepolia"));
        Claim silent = new Claim(100, CLAIM.block(), CLAIM.stateRoot(), Optional.empty(), Optional.empty());
        assertThat(ask(silent, list)).isEqualTo(new Vote.Contradicts("network", "nothing", "sepolia"));
        Claim colourful =
                new Claim(100, CLAIM.block(), CLAIM.stateRoot(), Optional.empty(), Optional.of("\u001b[31mmainnet"));
        assertThat(ask(colourful, list)).hasToString("says network sepolia; the snapshot says \\u001b[31mmainnet");
    }

    @Test
    void aListThatIsNone() {
        assertThatThrownBy(() -> list("mainnet", checkpoint(7, HASH, ROOT) + "," + checkpoint(7, OTHER, ROOT)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("is there twice: 7");
        assertThatThrownBy(() -> list("mainnet", checkpoint(7, "latest", ROOT)))
                .hasMessageContaining("list.json at /checkpoints/0/blockHash: must be a hash");
        assertThatThrownBy(() -> new CheckpointVerifier()
                        .anchor(directory.resolve("none").toString()))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageStartingWith("there is no file ");
    }
}
