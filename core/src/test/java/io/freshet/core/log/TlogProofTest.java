package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** tlog-proof: what a release carries, so that a fetcher needs no more than it. */
class TlogProofTest {

    private static final int SIZE = 700;

    private final TestLog log = new TestLog();
    private SignedCheckpoint checkpoint;

    @BeforeEach
    void grow() throws Exception {
        checkpoint = log.growTo(SIZE);
    }

    private TlogProof proof(int index) throws Exception {
        return TlogProof.of(checkpoint, log.tree(), index);
    }

    @Test
    void provesTheEntryItWasMadeFor() throws Exception {
        for (int index : new int[] {0, 1, 255, 256, 511, 512, SIZE - 1}) {
            TlogProof proof = TlogProof.parse(proof(index).encode());
            assertThat(proof).isEqualTo(proof(index));
            assertThat(proof.verify(Entries.entry(index), log.policy()).head()).isEqualTo(checkpoint.head());
            assertThatThrownBy(() -> proof.verify(Entries.entry(index + 1), log.policy()))
                    .isInstanceOfSatisfying(LogException.NotIncluded.class, e -> {
                        assertThat(e.index()).isEqualTo(index);
                        assertThat(e.checkpoint()).isEqualTo(checkpoint);
                    });
        }
    }

    @Test
    void isNotTakenForAnotherIndexOrTree() throws Exception {
        TlogProof proof = proof(5);
        TlogProof moved =
                new TlogProof("", new InclusionProof(6, proof.inclusion().path()), checkpoint);
        assertThatThrownBy(() -> moved.verify(Entries.entry(5), log.policy()))
                .isInstanceOf(LogException.NotIncluded.class);
        SignedCheckpoint later = log.growTo(SIZE + 1);
        TlogProof stale = new TlogProof("", proof.inclusion(), later);
        assertThatThrownBy(() -> stale.verify(Entries.entry(5), log.policy()))
                .isInstanceOf(LogException.NotIncluded.class);
        assertThatThrownBy(() -> proof(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWorthNothingWithoutTheLogsSignature() throws Exception {
        TestLog other = new TestLog();
        TlogProof forged = TlogProof.of(other.growTo(SIZE, "x"), other.tree(), 5);
        assertThatThrownBy(() -> forged.verify(TestLog.entry(5, "x"), log.policy()))
                .isInstanceOf(LogException.NotSigned.class);
        TlogProof foreign = new TlogProof(
                "",
                forged.inclusion(),
                SignedCheckpoint.sign(
                        new Checkpoint("example.com/other", checkpoint.head()),
                        new LogSigner("example.com/other", log.signer.signingKey())));
        assertThatThrownBy(() -> foreign.verify(TestLog.entry(5, "x"), log.policy()))
                .isInstanceOf(LogException.UnknownLog.class);
    }

    @Test
    void carriesExtraData() throws Exception {
        TlogProof proof = new TlogProof(LogText.base64("a.tar".getBytes(UTF_8)), proof(5).inclusion(), checkpoint);
        assertThat(TlogProof.parse(proof.encode())).isEqualTo(proof);
        assertThat(proof.encode())
                .asString(UTF_8)
                .startsWith("c2sp.org/tlog-proof@v1\nextra YS50YXI=\nindex 5\n")
                .endsWith("\n\n" + new String(checkpoint.encode(), UTF_8));
        String most = LogText.base64(new byte[TlogProof.MOST_EXTRA_BYTES + 1]);
        assertThatThrownBy(() -> new TlogProof(most, proof.inclusion(), checkpoint))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOnlyEntryNeedsNoHashes() throws Exception {
        TestLog one = new TestLog();
        TlogProof proof = TlogProof.of(one.growTo(1), one.tree(), 0);
        assertThat(proof.encode())
                .asString(UTF_8)
                .startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/log\n1\n");
        assertThat(TlogProof.parse(proof.encode()).verify(Entries.entry(0), one.policy()))
                .isNotNull();
    }

    @Test
    void anythingElseIsRefused() throws Exception {
        String hash = LogText.base64(Digest.ZERO.bytes()) + "\n";
        List<UnaryOperator<String>> changes = List.of(
                text -> "",
                text -> " " + text,
                text -> text.replace("@v1", "@v2"),
                text -> text.replace("\n", "\r\n"),
                text -> text.replace("index 5", "index 05"),
                text -> text.replace("index 5", "index -5"),
                text -> text.replace("index 5", "index  5"),
                text -> text.replace("index 5", "index"),
                text -> text.replace("index 5", "index 9223372036854775808"),
                text -> text.replace("index 5", "extra \nindex 5"),
                text -> text.replace("index 5", "extra YQ\nindex 5"),
                text -> text.replace("index 5", "extra YQ==\nextra YQ==\nindex 5"),
                text -> text.replace("index 5\n", "index 5\nYQ==\n"),
                text -> text.replace("index 5\n", "index 5\n\n"),
                text -> text.replace("index 5\n", "index 5\n" + String.join("", Collections.nCopies(54, hash))),
                text -> text.replace("index 5\n", ""),
                text -> text.substring(0, text.indexOf("\n\n") + 1),
                text -> text + "\n",
                text -> text + text,
                text -> text.substring(0, text.length() - 1));
        String text = new String(proof(5).encode(), UTF_8);
        for (UnaryOperator<String> change : changes) {
            String changed = change.apply(text);
            assertThat(changed).isNotEqualTo(text);
            assertThatThrownBy(() -> TlogProof.parse(changed.getBytes(UTF_8)))
                    .as(changed)
                    .isInstanceOf(FormatException.class);
        }
    }
}
