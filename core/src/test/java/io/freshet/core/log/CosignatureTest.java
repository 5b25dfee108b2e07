package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** tlog-cosignature: both types, and ML-DSA through the JDK's implementation too, which is another's. */
class CosignatureTest {

    private static final long TIME = 1_679_315_147;
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("example.com/behind-the-sofa", new TreeHead(20_852_163, Digest.of(new byte[] {1})));
    private static final HexFormat HEX = HexFormat.of();
    /** An X.509 key of ML-DSA-44 up to the key's own bytes (RFC 9881). */
    private static final byte[] X509 = HEX.parseHex("30820532300b06096086480165030403110382052100");

    private final LogSigner log = new LogSigner(CHECKPOINT.origin(), TestLog.newKey());
    private final Cosigner witness = new Cosigner("witness.example.com/w1", TestLog.newKey());
    private final MlDsaCosigner pq = new MlDsaCosigner("witness.example.com/w2", 1);

    private static void assertTime(NoteSignature line, VerifierKey key, long time) throws Exception {
        SignedNote note = new SignedNote(CHECKPOINT.text(), List.of(line));
        List<ValidSignature> valid = SignedNote.parse(note.encode()).verify(List.of(VerifierKey.parse(key.encode())));
        assertThat(valid).extracting(ValidSignature::time).containsExactly(OptionalLong.of(time));
    }

    private static void assertRefused(String text, NoteSignature line, VerifierKey key) {
        assertThatThrownBy(() -> new SignedNote(text, List.of(line)).verify(List.of(key)))
                .isInstanceOf(LogException.BadSignature.class);
    }

    @Test
    void sayWhenTheyWereMade() throws Exception {
        assertTime(witness.cosign(CHECKPOINT, TIME), witness.key(), TIME);
        assertTime(witness.cosign(CHECKPOINT, Long.MAX_VALUE), witness.key(), Long.MAX_VALUE);
        assertTime(pq.cosign(CHECKPOINT, TIME), pq.key(), TIME);
        // Says nothing of whether the tree is the largest one.
        assertTime(pq.cosign(CHECKPOINT, 0), pq.key(), 0);
        assertThatThrownBy(() -> witness.cosign(CHECKPOINT, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stateTheMessagesOfTheSpecification() {
        assertThat(SignedMessage.ed25519Cosigned(CHECKPOINT.text(), TIME))
                .asString(UTF_8)
                .isEqualTo("cosignature/v1\ntime 1679315147\n" + CHECKPOINT.text());
        String expected = "737562747265652f76310a00" // label
                + "01" + "77" // cosigner_name "w"
                + "00000000641850cb" // timestamp
                + "01" + "6c" // log_origin "l"
                + "0000000000000000" // start
                + "0000000000000102" // end
                + CHECKPOINT.head().root();
        Checkpoint checkpoint =
                new Checkpoint("l", new TreeHead(258, CHECKPOINT.head().root()), List.of("not in the message"));
        assertThat(HEX.formatHex(SignedMessage.mlDsaCosigned("w", checkpoint, TIME)))
                .isEqualTo(expected);
    }

    @Test
    void areOfOneTimeAndOneText() throws Exception {
        for (NoteSignature line : List.of(witness.cosign(CHECKPOINT, TIME), pq.cosign(CHECKPOINT, TIME))) {
            VerifierKey key = line.name().equals(pq.key().name()) ? pq.key() : witness.key();
            byte[] later = line.signature();
            later[7]++;
            assertRefused(CHECKPOINT.text(), NoteSignature.of(key, later), key);
            byte[] negative = line.signature();
            negative[0] |= (byte) 0x80;
            assertRefused(CHECKPOINT.text(), NoteSignature.of(key, negative), key);
            byte[] shorter = Arrays.copyOf(line.signature(), line.signature().length - 1);
            assertRefused(CHECKPOINT.text(), NoteSignature.of(key, shorter), key);
            Checkpoint other = new Checkpoint(
                    CHECKPOINT.origin(), new TreeHead(9, CHECKPOINT.head().root()));
            assertRefused(other.text(), line, key);
            assertRefused("no checkpoint\n", line, key);
        }
    }

    /** Section ML-DSA-44 signed message: its extension lines are nobody's statement. */
    @Test
    void ofMlDsaDoNotCoverExtensionLinesAndThoseOfEd25519Do() throws Exception {
        String extended = CHECKPOINT.text() + "extension\n";
        assertThat(new SignedNote(extended, List.of(pq.cosign(CHECKPOINT, TIME))).verify(List.of(pq.key())))
                .hasSize(1);
        assertRefused(extended, witness.cosign(CHECKPOINT, TIME), witness.key());
    }

    /** An Ed25519 cosignature names nobody in its message; an ML-DSA one does, so that another name's is not valid. */
    @Test
    void ofMlDsaAreOfOneCosigner() throws Exception {
        MlDsaCosigner other = new MlDsaCosigner("witness.example.com/w3", 1);
        NoteSignature line =
                NoteSignature.of(other.key(), pq.cosign(CHECKPOINT, TIME).signature());
        assertRefused(CHECKPOINT.text(), line, other.key());
    }

    @Test
    void ofMlDsaNeedAnOriginThatFits() {
        Checkpoint checkpoint = new Checkpoint("o".repeat(256), CHECKPOINT.head());
        assertThatThrownBy(() -> pq.cosign(checkpoint, TIME)).isInstanceOf(IllegalArgumentException.class);
        assertRefused(checkpoint.text(), pq.timed(TIME, new byte[2420]), pq.key());
    }

    @Test
    void standBesideTheLogsOwnSignature() throws Exception {
        SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, log)
                .with(List.of(witness.cosign(CHECKPOINT, TIME), pq.cosign(CHECKPOINT, TIME)));
        SignedCheckpoint read = SignedCheckpoint.parse(signed.encode());
        assertThat(read).isEqualTo(signed);
        assertThat(read.note().verify(List.of(log.key(), pq.key(), witness.key())))
                .hasSize(3);
    }

    @Test
    void ofMlDsaAreVerifiedByTheJdk() throws Exception {
        byte[] encoded = Arrays.copyOf(X509, X509.length + 1312);
        System.arraycopy(pq.key().bytes(), 0, encoded, X509.length, 1312);
        PublicKey key = KeyFactory.getInstance("ML-DSA-44").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("ML-DSA-44");
        verifier.initVerify(key);
        verifier.update(SignedMessage.mlDsaCosigned(pq.key().name(), CHECKPOINT, TIME));
        byte[] signature = pq.cosign(CHECKPOINT, TIME).signature();
        assertThat(verifier.verify(signature, Long.BYTES, signature.length - Long.BYTES))
                .isTrue();
    }

    @Test
    void ofMlDsaThatTheJdkMadeAreVerified() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        assertThat(encoded).startsWith(X509);
        byte[] raw = Arrays.copyOfRange(encoded, X509.length, encoded.length);
        VerifierKey key = new VerifierKey("jdk", SignatureType.COSIGNATURE_ML_DSA_44, LogText.base64(raw));
        Signature signer = Signature.getInstance("ML-DSA-44");
        signer.initSign(pair.getPrivate());
        signer.update(SignedMessage.mlDsaCosigned("jdk", CHECKPOINT, TIME));
        byte[] timed = ByteBuffer.allocate(Long.BYTES + 2420)
                .putLong(TIME)
                .put(signer.sign())
                .array();
        assertTime(NoteSignature.of(key, timed), key, TIME);
    }
}
