package io.freshet.fetcher.anchor;

import static io.freshet.fetcher.anchor.Asking.BLOCK;
import static io.freshet.fetcher.anchor.Asking.CLAIM;
import static io.freshet.fetcher.anchor.Asking.HASH;
import static io.freshet.fetcher.anchor.Asking.OTHER;
import static io.freshet.fetcher.anchor.Asking.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the votes are counted, and how far away the head is. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AnchorCheckTest {

    private final Asking asking = new Asking(Duration.ofSeconds(20));
    private final List<HostileNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        nodes.forEach(HostileNode::close);
        asking.close();
    }

    private Anchor node(String block, long head) throws IOException {
        HostileNode node = HostileNode.ethereum(block, head);
        nodes.add(node);
        return new EthereumAnchor(node.endpoint());
    }

    private Anchor honest() throws IOException {
        return node(BLOCK, 100);
    }

    private Anchor liar() throws IOException {
        return node(BLOCK.replace(HASH, OTHER), 100);
    }

    private Anchor behind() throws IOException {
        return node("null", 99);
    }

    /** One that nobody listens at any more. */
    private Anchor gone() throws IOException {
        try (HostileNode node = HostileNode.ethereum(BLOCK, 100)) {
            return new EthereumAnchor(node.endpoint());
        }
    }

    @Test
    void twoOfThreeAreEnoughWhateverTheThirdSays() throws Exception {
        for (Anchor third : List.of(liar(), behind(), gone(), honest())) {
            Anchored anchored = asking.check(2, Optional.empty(), honest(), third, honest());
            assertThat(anchored.by()).contains("eth " + nodes.getLast().endpoint());
            assertThat(anchored.head()).isEmpty();
        }
        assertThat(nodes.getLast().asked).as("nobody asks for the head").hasSize(1);
    }

    @Test
    void whoSaysOtherwiseIsShownWithBothValues() throws Exception {
        AnchorRefused refused = catchThrowableOfType(
                AnchorRefused.Contradicted.class, () -> asking.check(2, Optional.empty(), honest(), liar(), gone()));
        assertThat(refused)
                .hasMessageContaining("block 100 " + HASH + "; 1 of the 2 anchors that must agree do")
                .hasMessageContaining("says block hash " + OTHER + "; the snapshot says " + HASH)
                .hasMessageContaining("connection refused");
        assertThat(refused.answers())
                .extracting(answer -> answer.vote().word())
                .containsExactly("agrees", "contradicts", "silent");

        assertThatThrownBy(() -> asking.check(1, Optional.empty(), node(BLOCK.replace(ROOT, OTHER), 100)))
                .isInstanceOf(AnchorRefused.Contradicted.class)
                .hasMessageContaining("says state root " + OTHER + "; the snapshot says " + ROOT);
    }

    /** Who could not be asked may agree later; who does not know the block is as good as no anchor. */
    @Test
    void tooFewIsNotTheSameAsNobodyThere() throws Exception {
        assertThatThrownBy(() -> asking.check(2, Optional.empty(), honest(), behind(), gone()))
                .isInstanceOf(AnchorRefused.Unanswered.class)
                .hasMessageContaining("does not have block 100");
        assertThatThrownBy(() -> asking.check(2, Optional.empty(), behind(), behind(), gone()))
                .isInstanceOf(AnchorRefused.NoQuorum.class);
        assertThatThrownBy(() -> asking.check(1, Optional.empty(), behind()))
                .isInstanceOf(AnchorRefused.NoQuorum.class);
    }

    /** Of three, with a quorum of two, one may lie. */
    @ParameterizedTest
    @CsvSource({"120, 121, 9000000, 121", "120, 121, 1, 120", "9000000, 9000001, 121, 9000000", "90, 90, 90, 90"})
    void oneLiarCanMoveTheHeadNowhere(long one, long two, long three, long head) throws Exception {
        Anchored anchored = asking.check(2, Optional.of(5L), node(BLOCK, one), node(BLOCK, two), node(BLOCK, three));
        assertThat(anchored.head()).contains(head);
        assertThat(anchored.lag()).contains(Math.max(0, head - 100));
    }

    @Test
    void theHeadOfAnotherChainIsOfNoInterest() throws Exception {
        Anchor other = node(BLOCK.replace(HASH, OTHER), 9_000_000);
        assertThat(asking.check(1, Optional.of(5L), other, node(BLOCK, 104)).lag())
                .contains(4L);
    }

    @Test
    void aHeadThatTooFewKnow() throws Exception {
        assertThatThrownBy(() -> asking.check(1, Optional.of(5L), node(BLOCK, -1)))
                .isInstanceOf(AnchorRefused.NoHead.class)
                .hasMessageContaining("0 of the 1 anchors that must say where the chain's head is");
    }

    @Test
    void aSnapshotThatSaysTooLittle() {
        Source some = source(Optional.of(100L), Optional.of(HASH), Optional.of(ROOT));
        assertThatThrownBy(() -> Claim.of(source(Optional.empty(), Optional.of(HASH), Optional.empty())))
                .isInstanceOf(AnchorRefused.NothingToCheck.class)
                .hasMessageContaining("does not say at which height it stands");
        assertThatThrownBy(() -> Claim.of(source(some.height(), Optional.empty(), Optional.empty())))
                .hasMessageContaining("does not say which block it stands at");
        assertThatThrownBy(() -> Claim.of(source(some.height(), Optional.of("latest"), Optional.empty())))
                .hasMessageContaining("has a block hash that is no hexadecimal hash");
        assertThatThrownBy(() -> Claim.of(source(some.height(), some.blockHash(), Optional.of("0xabc"))))
                .hasMessageContaining("has a state root that is no hexadecimal hash");
    }

    /** Cosmos writes hashes in capitals, and some publishers leave the 0x out. */
    @Test
    void hashesAreTheSameHoweverTheyAreWritten() throws Exception {
        Claim claim = Claim.of(source(
                Optional.of(100L),
                Optional.of(HASH.substring(2).toUpperCase(Locale.ROOT)),
                Optional.of(ROOT.replace("cd", "Cd"))));
        assertThat(claim)
                .isEqualTo(new Claim(100, CLAIM.block(), CLAIM.stateRoot(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aRuleThatCanNotBe() throws Exception {
        Anchor one = honest();
        assertThatThrownBy(() -> new AnchorRule(
                        List.of(one, new EthereumAnchor(nodes.getLast().endpoint())), 1, Optional.empty()))
                .hasMessageContaining("the same anchor twice");
        assertThatThrownBy(() -> new AnchorRule(List.of(one), 2, Optional.empty()))
                .hasMessageContaining("at most 1, the number of anchors");
        assertThatThrownBy(() -> new AnchorRule(List.of(), 0, Optional.empty())).hasMessageContaining("quorum");
        Anchor list = new CheckpointList("list", "mainnet", Map.of());
        assertThatThrownBy(() -> new AnchorRule(List.of(list), 1, Optional.of(5L)))
                .hasMessageContaining("none of the anchors knows the chain's head");
        assertThat(AnchorRule.majority(1)).isEqualTo(1);
        assertThat(AnchorRule.majority(2)).isEqualTo(2);
        assertThat(AnchorRule.majority(3)).isEqualTo(2);
        assertThat(AnchorRule.majority(4)).isEqualTo(3);
    }

    private static Source source(Optional<Long> height, Optional<String> hash, Optional<String> root) {
        return new Source(Optional.empty(), Optional.empty(), height, hash, root, Optional.empty(), UnknownFields.NONE);
    }
}
