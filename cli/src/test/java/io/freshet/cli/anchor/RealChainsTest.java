package io.freshet.cli.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of real chains, anchored by their real nodes. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RealChainsTest {

    private static final String CHANNEL = "test/archive";
    private static final String WRONG = "6".repeat(64);

    @TempDir
    Path directory;

    private HttpMirror mirror;

    @BeforeEach
    void init() throws Exception {
        Path repository = directory.resolve("repository");
        String keys = directory.resolve("keys").toString();
        Cli.report("init", "--to", "file:" + repository, "--keys", keys, "--channel", CHANNEL);
        mirror = new HttpMirror(repository);
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private void publish(String content, String... facts) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("state"), content);
        List<String> arguments = new ArrayList<>(List.of("publish", source.toString(), "--channel", CHANNEL));
        arguments.addAll(List.of("--to", "file:" + directory.resolve("repository")));
        arguments.addAll(List.of("--keys", directory.resolve("keys").toString()));
        arguments.addAll(List.of("--state", directory.resolve("cache").toString()));
        arguments.addAll(List.of(facts));
        Cli.report(arguments.toArray(String[]::new));
    }

    private Cli.Run fetch(String anchor, String... more) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--channel", CHANNEL, "--from", mirror.url()));
        arguments.addAll(List.of("--root", directory.resolve("keys/root.json").toString()));
        arguments.addAll(List.of("--into", directory.resolve("node").toString(), "--quiet", "--anchor", anchor));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private void assertTaken(Cli.Run run, String content) {
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("anchored     block ", ", with its state root, by 1 of 1");
        assertThat(directory.resolve("node/current/state")).hasContent(content);
    }

    private void assertRefused(Cli.Run run, String content, String... said) {
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains(said);
        assertThat(directory.resolve("node/current/state")).hasContent(content);
    }

    @Test
    void ethereum() throws Exception {
        try (ChainProcess geth = ChainProcess.geth(Files.createDirectory(directory.resolve("geth")))) {
            ChainProcess.Height head =
                    () -> Long.decode(geth.call("eth_blockNumber", "").textValue());
            ChainProcess.awaitHeight(2, head);
            JsonNode block = geth.call("eth_getBlockByNumber", "\"0x2\", false");
            String hash = block.get("hash").textValue();
            String root = block.get("stateRoot").textValue();
            String anchor = "eth=" + geth.url;

            publish("two", "--height", "2", "--chain-id", "1337", "--block-hash", hash, "--state-root", root);
            assertTaken(fetch(anchor, "--max-lag-blocks", "1000000"), "two");
            ChainProcess.awaitHeight(4, head);
            assertRefused(
                    fetch(anchor, "--max-lag-blocks", "1"), "two", "is at height 2, ", "--max-lag-blocks allows 1");

            publish("three", "--height", "2", "--chain-id", "1337", "--block-hash", hash, "--state-root", WRONG);
            assertRefused(fetch(anchor), "two", "says state root " + root + "; the snapshot says 0x" + WRONG);
            publish("four", "--height", "2", "--chain-id", "1337", "--block-hash", WRONG, "--state-root", root);
            assertRefused(fetch(anchor), "two", "says block hash " + hash + "; the snapshot says 0x" + WRONG);
            publish(
                    "five",
                    with(new String[] {"--change-network"}, "--height", "2", "--chain-id", "1", "--block-hash", hash));
            forget();
            assertRefused(fetch(anchor), "two", "says chain 1337; the snapshot says 1");
            publish("six", "--height", "9000000", "--chain-id", "1", "--block-hash", hash, "--state-root", root);
            assertRefused(fetch(anchor), "two", "does not have block 9000000");
        }
    }

    @Test
    void cosmos() throws Exception {
        try (ChainProcess comet = ChainProcess.cometbft(Files.createDirectory(directory.resolve("comet")))) {
            ChainProcess.Height head = () ->
                    comet.get("/status").at("/sync_info/latest_block_height").asLong();
            ChainProcess.awaitHeight(1, head);
            // Changes the state, so that app hashes of blocks differ.
            long height =
                    comet.get("/broadcast_tx_commit?tx=%22a=1%22").get("height").asLong();
            ChainProcess.awaitHeight(height + 1, head);
            JsonNode signed = comet.get("/commit?height=" + height).get("signed_header");
            String hash = signed.at("/commit/block_id/hash").textValue();
            String chain = signed.at("/header/chain_id").textValue();
            String before = signed.at("/header/app_hash").textValue();
            JsonNode info = comet.get("/abci_info").get("response");
            String root = HexFormat.of()
                    .formatHex(Base64.getDecoder()
                            .decode(info.get("last_block_app_hash").textValue()));
            assertThat(root)
                    .as("the state is another one after the transaction")
                    .isNotEqualToIgnoringCase(before);
            String[] facts = {"--height", Long.toString(height), "--chain-id", chain, "--block-hash", hash};
            String anchor = "cosmos=" + comet.url + "/";

            publish("two", with(facts, "--state-root", root));
            assertTaken(fetch(anchor, "--max-lag-blocks", "1000000"), "two");
            ChainProcess.awaitHeight(height + 2, head);
            assertRefused(fetch(anchor, "--max-lag-blocks", "0"), "two", "--max-lag-blocks allows 0");

            publish("three", with(facts, "--state-root", before));
            assertRefused(fetch(anchor), "two", "says state root 0x" + root);
            publish("four", with(facts, "--state-root", root, "--block-hash", WRONG));
            assertRefused(fetch(anchor), "two", "says block hash 0x");
            String[] other = with(facts, "--state-root", root, "--chain-id", "cosmoshub-4");
            publish("five", with(new String[] {"--change-network"}, other));
            forget();
            assertRefused(fetch(anchor), "two", "says chain " + chain + "; the snapshot says cosmoshub-4");
            publish("six", with(other, "--height", "9000000"));
            assertRefused(fetch(anchor), "two", "does not have block 9000001");
        }
    }

    /** As an operator does who believes the publisher that the channel is of another chain now: the chain does not. */
    private void forget() throws IOException {
        Files.delete(directory.resolve("node/.freshet/trust/channel.test.archive.seen"));
    }

    private static String[] with(String[] facts, String... more) {
        List<String> all = new ArrayList<>(List.of(facts));
        for (int i = 0; i < more.length; i += 2) {
            int at = all.indexOf(more[i]);
            if (at >= 0) {
                all.set(at + 1, more[i + 1]);
            } else {
                all.addAll(List.of(more[i], more[i + 1]));
            }
        }
        return all.toArray(String[]::new);
    }
}
