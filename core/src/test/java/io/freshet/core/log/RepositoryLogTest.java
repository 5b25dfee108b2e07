package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.EcdsaSigningKey;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TrustedState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositoryLogTest {

    private static final Digest FIRST = Digest.of(new byte[] {1});

    private final SigningKey online = TestLog.newKey();

    private static RootMetadata root(Signer online) throws Exception {
        Keys keys = new Keys(List.of(TestLog.newKey()), Optional.of(online));
        byte[] root = new RepositorySigner(keys, Lifetimes.DEFAULT)
                .init(
                        Optional.empty(),
                        List.of(new ChannelName("mainnet/full")),
                        TargetFile.of(new byte[1]),
                        Instant.EPOCH)
                .getFirst()
                .bytes();
        return TrustedState.startFrom("root", root).root().signed();
    }

    @Test
    void itIsNamedAfterTheFirstRootAndSignedByTheTimestampsKey() throws Exception {
        RepositoryLog log = RepositoryLog.of(FIRST, root(online));
        assertThat(log.origin()).isEqualTo("freshet/" + FIRST);
        LogSigner signer = log.signer(online).orElseThrow();
        SignedCheckpoint checkpoint = SignedCheckpoint.sign(new Checkpoint(log.origin(), TreeHead.EMPTY), signer);
        assertThat(log.policy().accept(checkpoint).head()).isEqualTo(TreeHead.EMPTY);
    }

    @Test
    void noOtherKeySignsIt() throws Exception {
        RepositoryLog log = RepositoryLog.of(FIRST, root(online));
        assertThat(log.signer(TestLog.newKey())).isEmpty();
        LogSigner foreign = new LogSigner(log.origin(), TestLog.newKey());
        SignedCheckpoint checkpoint = SignedCheckpoint.sign(new Checkpoint(log.origin(), TreeHead.EMPTY), foreign);
        assertThatThrownBy(() -> log.policy().accept(checkpoint)).isInstanceOf(LogException.NotSigned.class);
    }

    @Test
    void keysOfOtherTypesSignNone() throws Exception {
        EcdsaSigningKey ecdsa = EcdsaSigningKey.generate(new SecureRandom());
        RepositoryLog log = RepositoryLog.of(FIRST, root(ecdsa));
        assertThat(log.keys()).isEmpty();
        assertThat(log.signer(ecdsa)).isEmpty();
    }

    /** A policy file may list logs; one of those is never taken for this one. */
    @Test
    void aPolicyGivesWitnessesAndNoLogs() throws Exception {
        RepositoryLog log = RepositoryLog.of(FIRST, root(online));
        TestLog other = new TestLog();
        Cosigner witness = new Cosigner("witness.example", TestLog.newKey());
        LogPolicy file = LogPolicy.parse(("log " + other.signer.key().encode() + "\nwitness w "
                        + witness.key().encode() + "\nquorum w\n")
                .getBytes(UTF_8));
        Checkpoint own = new Checkpoint(log.origin(), TreeHead.EMPTY);
        SignedCheckpoint alone = SignedCheckpoint.sign(own, log.signer(online).orElseThrow());
        assertThatThrownBy(() -> log.policy(file).accept(alone)).isInstanceOf(LogException.QuorumNotMet.class);
        assertThat(log.policy(file)
                        .accept(alone.with(List.of(witness.cosign(own, 1))))
                        .signatures())
                .hasSize(2);
        SignedCheckpoint foreign = other.growTo(3);
        SignedCheckpoint cosigned = foreign.with(List.of(witness.cosign(foreign.checkpoint(), 1)));
        assertThatThrownBy(() -> log.policy(file).accept(cosigned)).isInstanceOf(LogException.UnknownLog.class);
    }

    @Test
    void entriesAreReadAsTheyWereWritten() throws Exception {
        LogEntry entry = new LogEntry(
                new ChannelName("mainnet/full"),
                7,
                new ObjectRef(FIRST, 1234),
                Optional.of(21_000_000L),
                Instant.parse("2026-11-23T00:05:00Z"),
                "20261123T000000Z-9f3c6a1de0724b58");
        assertThat(LogEntry.read("entry", entry.toBytes())).isEqualTo(entry);
        String text = new String(entry.toBytes(), UTF_8);
        for (String wrong : List.of(
                text.replace("\"freshet\" : 1", "\"freshet\" : 2"),
                text.replace("mainnet/full", "Main Net"),
                text.replace("\"sequence\" : 7", "\"sequence\" : 0"),
                text.replace("2026-11-23T", "yesterday"),
                text.replace("\"run\"", "\"ran\""),
                text.replace("21000000", "-1"))) {
            assertThat(wrong).isNotEqualTo(text);
            assertThatThrownBy(() -> LogEntry.read("entry", wrong.getBytes(UTF_8)))
                    .isInstanceOf(JsonException.class);
        }
    }
}
