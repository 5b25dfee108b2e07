package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** tlog-policy: who must have signed, and what is refused where they have not. */
class LogPolicyTest {

    private static final long TIME = 1_700_000_000;

    private final TestLog log = new TestLog();
    private final List<Cosigner> witnesses = IntStream.range(0, 6)
            .mapToObj(i -> new Cosigner("witness.example/" + i, TestLog.newKey()))
            .toList();

    private String vkey(int witness) {
        return witnesses.get(witness).key().encode();
    }

    private LogPolicy policy(String... lines) throws FormatException {
        return LogPolicy.parse((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }

    private String logLine() {
        return "log " + log.signer.key().encode();
    }

    /** The specification's example, with keys. */
    private LogPolicy example() throws FormatException {
        return policy(
                "# Witnesses of two operators",
                logLine() + " https://example.com/log/",
                "",
                "witness X1 " + vkey(0),
                " \twitness\tX2 " + vkey(1) + " https://x2.example/ ",
                "witness X3 " + vkey(2),
                "group X-witnesses 2 X1 X2 X3",
                "   # and the other",
                "witness Y1 " + vkey(3),
                "witness Y2 " + vkey(4),
                "witness Y3 " + vkey(5),
                "group Y-witnesses any Y1 Y2 Y3",
                "group X-and-Y all X-witnesses Y-witnesses",
                "quorum X-and-Y");
    }

    private SignedCheckpoint cosigned(SignedCheckpoint checkpoint, int subset) {
        List<NoteSignature> lines = new ArrayList<>();
        for (int i = 0; i < witnesses.size(); i++) {
            if ((subset >> i & 1) == 1) {
                lines.add(witnesses.get(i).cosign(checkpoint.checkpoint(), TIME + i));
            }
        }
        return checkpoint.with(lines);
    }

    @Test
    void theSpecificationsExampleIsRead() throws Exception {
        LogPolicy policy = example();
        assertThat(policy.logs()).containsExactly(new LogPolicy.Log(log.signer.key(), "https://example.com/log/"));
        assertThat(policy.witnesses())
                .extracting(Quorum.Witness::name)
                .containsExactly("X1", "X2", "X3", "Y1", "Y2", "Y3");
        assertThat(policy.witnesses().get(1).url()).isEqualTo("https://x2.example/");
        assertThat(policy.quorum()).hasToString("2 of (2 of (X1, X2, X3), 1 of (Y1, Y2, Y3))");
    }

    /** Each of the 64 sets of witnesses, against the rule in words. */
    @Test
    void enoughOfEachGroupMustHaveCosigned() throws Exception {
        LogPolicy policy = example();
        SignedCheckpoint checkpoint = log.growTo(5);
        for (int subset = 0; subset < 64; subset++) {
            SignedCheckpoint offered =
                    SignedCheckpoint.parse(cosigned(checkpoint, subset).encode());
            if (Integer.bitCount(subset & 7) >= 2 && (subset & 56) != 0) {
                VerifiedCheckpoint accepted = policy.accept(offered);
                assertThat(accepted.signed()).isEqualTo(offered);
                assertThat(accepted.signatures()).hasSize(1 + Integer.bitCount(subset));
            } else {
                int cosigned = Integer.bitCount(subset);
                assertThatThrownBy(() -> policy.accept(offered))
                        .isInstanceOfSatisfying(LogException.QuorumNotMet.class, e -> {
                            assertThat(e.cosigned()).hasSize(cosigned);
                            assertThat(e.offered()).isEqualTo(offered);
                            assertThat(e.quorum()).isEqualTo(policy.quorum());
                        });
            }
        }
    }

    @Test
    void oneWitnessCountsOnceHoweverOftenItSigned() throws Exception {
        LogPolicy policy =
                policy(logLine(), "witness a " + vkey(0), "witness b " + vkey(1), "group g 2 a b", "quorum g");
        SignedCheckpoint checkpoint = log.growTo(5);
        List<NoteSignature> often = IntStream.range(0, 5)
                .mapToObj(i -> witnesses.getFirst().cosign(checkpoint.checkpoint(), TIME + i))
                .toList();
        assertThatThrownBy(() -> policy.accept(checkpoint.with(often))).isInstanceOf(LogException.QuorumNotMet.class);
    }

    @Test
    void aWitnessIsNoLogAndAnotherWitnessIsNobody() throws Exception {
        LogPolicy policy = policy(logLine(), "witness a " + vkey(0), "quorum a");
        SignedCheckpoint checkpoint = log.growTo(5);
        assertThatThrownBy(() -> policy.accept(cosigned(checkpoint, 0b111110)))
                .isInstanceOf(LogException.QuorumNotMet.class);
        SignedNote unsigned = new SignedNote(
                checkpoint.note().text(), List.of(witnesses.getFirst().cosign(checkpoint.checkpoint(), TIME)));
        assertThatThrownBy(() -> policy.accept(new SignedCheckpoint(checkpoint.checkpoint(), unsigned)))
                .isInstanceOf(LogException.NotSigned.class);
    }

    @Test
    void aCosignatureOfAnotherCheckpointIsRefused() throws Exception {
        LogPolicy policy = policy(logLine(), "witness a " + vkey(0), "quorum none");
        NoteSignature earlier = witnesses.getFirst().cosign(log.growTo(5).checkpoint(), TIME);
        SignedCheckpoint offered = log.growTo(6).with(List.of(earlier));
        assertThatThrownBy(() -> policy.accept(offered)).isInstanceOf(LogException.BadSignature.class);
    }

    @Test
    void aLogMaySignWithMlDsaAndWitnessesToo() throws Exception {
        MlDsaCosigner mlDsaLog = new MlDsaCosigner(TestLog.ORIGIN, 1);
        MlDsaCosigner witness = new MlDsaCosigner("witness.example/pq", 2);
        LogPolicy policy = policy(
                "log " + mlDsaLog.key().encode(), "witness pq " + witness.key().encode(), "quorum pq");
        Checkpoint checkpoint = log.growTo(5).checkpoint();
        SignedNote note = new SignedNote(
                checkpoint.text(), List.of(mlDsaLog.cosign(checkpoint, TIME), witness.cosign(checkpoint, TIME)));
        assertThat(policy.accept(SignedCheckpoint.parse(note.encode())).signatures())
                .hasSize(2);
    }

    @Test
    void aLogSignsUnderItsOwnOriginAlone() throws Exception {
        LogSigner other = new LogSigner("example.com/other", TestLog.newKey());
        LogPolicy policy = policy(logLine(), "log " + other.key().encode(), "quorum none");
        Checkpoint checkpoint = log.growTo(5).checkpoint();
        SignedNote note = new SignedNote(checkpoint.text(), List.of(other.sign(checkpoint.text())));
        assertThatThrownBy(() -> policy.accept(new SignedCheckpoint(checkpoint, note)))
                .isInstanceOf(LogException.NotSigned.class);
    }

    @Test
    void aPolicyNeedNotListLogs() throws Exception {
        SignedCheckpoint checkpoint = log.growTo(5);
        LogPolicy none = policy("quorum none");
        assertThatThrownBy(() -> none.accept(checkpoint))
                .isInstanceOf(LogException.UnknownLog.class)
                .hasMessageContaining("knows none");
        assertThat(none.withLog(log.signer.key()).accept(checkpoint).signed()).isEqualTo(checkpoint);
    }

    @Test
    void namesAreOctets() throws Exception {
        // The Kelvin sign and the letter K are two names; a lone octet is one as well.
        String octets = "witness K " + vkey(0) + "\nwitness \u00e2\u0084\u00aa " + vkey(1) + "\nwitness \u00ff "
                + vkey(2) + "\ngroup any any K \u00e2\u0084\u00aa \u00ff\nquorum any\n";
        LogPolicy policy = LogPolicy.parse(octets.getBytes(ISO_8859_1));
        assertThat(policy.witnesses()).hasSize(3);
        VerifierKey cyrillic = new LogSigner("пример.example/журнал", TestLog.newKey()).key();
        assertThat(policy("log " + cyrillic.encode(), "quorum none").logs())
                .extracting(LogPolicy.Log::key)
                .containsExactly(cyrillic);
    }

    @Test
    void manyOfEachKindFit() throws Exception {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            file.append("log ")
                    .append(new MlDsaCosigner("log" + i, i).key().encode())
                    .append(" url\n");
            file.append("witness w").append(i).append(' ');
            file.append(new MlDsaCosigner("w", i).key().encode()).append('\n');
            file.append("group g").append(i).append(" any w").append(i);
            file.append(i == 0 ? "" : " g" + (i - 1)).append('\n');
        }
        LogPolicy policy = LogPolicy.parse((file + "quorum g31\n").getBytes(UTF_8));
        assertThat(policy.logs()).hasSize(32);
        assertThat(policy.quorum().isMetBy(Set.of(policy.witnesses().getFirst().key())))
                .isTrue();
    }

    @Test
    void anythingElseIsRefused() {
        String a = "witness a " + vkey(0);
        String b = "witness b " + vkey(1);
        refused("is empty", "");
        refused("has no line \"quorum NAME\"", logLine());
        refused("is a second quorum (line 2)", "quorum none", "quorum none");
        refused("no line above defines \"a\" (line 1)", "quorum a", a);
        refused("no line above defines \"b\" (line 2)", a, "group g any b", b, "quorum g");
        refused("no line above defines \"g\" (line 2)", a, "group g any g", "quorum g");
        refused("no line above defines \"none\"", a, "group g any a none", "quorum g");
        refused("the name \"none\" is taken", "witness none " + vkey(0), "quorum none");
        refused("the name \"a\" is taken", a, "witness a " + vkey(1), "quorum a");
        refused("the name \"a\" is taken", a, "group a any a", "quorum a");
        refused("is a member already", a, "group g any a a", "quorum g");
        refused("is a member already", a, b, "group g any a b", "group h any a", "quorum g");
        refused("asks for 0 of its 1", a, "group g 0 a", "quorum g");
        refused("asks for 2 of its 1", a, "group g 2 a", "quorum g");
        refused("asks for 2147483647 of its 1", a, "group g 4294967297 a", "quorum g");
        refused("the threshold is \"01\"", a, "group g 01 a", "quorum g");
        refused("the threshold is \"some\"", a, "group g some a", "quorum g");
        refused("is not \"group NAME all|any|K NAME...\"", a, "group g any", "quorum g");
        refused("is not \"quorum NAME\"", a, b, "quorum a b");
        refused("is not \"witness NAME VKEY [URL]\"", a + " url more", "quorum a");
        refused("is not \"log VKEY [URL]\"", "log", "quorum none");
        refused("begins with \"logs\"", "logs x", "quorum none");
        refused("another witness has the same public key", a, "witness b " + vkey(0), "quorum a");
        refused("another log has the same public key", logLine(), logLine(), "quorum none");
        refused("a log has no key of type 4", "log " + vkey(0), "quorum none");
        refused(
                "a witness has no key of type 1",
                "witness a " + log.signer.key().encode(),
                "quorum a");
        refused("the key \"x\" is not NAME+ID+KEY (line 1)", "log x", "quorum none");
        refused("has a control character", "quorum none\r");
        refused("has a control character", "# \u007f", "quorum none");
        assertThatThrownBy(() -> LogPolicy.parse("quorum none".getBytes(UTF_8)))
                .hasMessageContaining("does not end in a newline");
        assertThatThrownBy(() -> LogPolicy.parse(new byte[LogPolicy.MOST_BYTES + 1]))
                .isInstanceOf(FormatException.class);
    }

    /** The same key under another name, which has another id, is the same. */
    @Test
    void aWitnessUnderTwoNamesIsOne() {
        VerifierKey key = witnesses.getFirst().key();
        VerifierKey renamed = new VerifierKey("other.example", key.type(), key.publicKey());
        refused(
                "another witness has the same public key",
                "witness a " + key.encode(),
                "witness b " + renamed.encode(),
                "quorum a");
    }

    private void refused(String why, String... lines) {
        assertThatThrownBy(() -> LogPolicy.parse(
                        lines.length == 1 && lines[0].isEmpty()
                                ? new byte[0]
                                : (String.join("\n", lines) + "\n").getBytes(UTF_8)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(why);
    }
}
