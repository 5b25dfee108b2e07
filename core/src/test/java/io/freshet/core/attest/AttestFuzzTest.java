package io.freshet.core.attest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.json.JsonException;
import java.util.List;

/** Whatever bytes come from a mirror: they are refused by an error that is declared, or read, and read again as they were. */
class AttestFuzzTest {

    private final TestSnapshot snapshot = TestSnapshot.read();

    @FuzzTest
    void envelope(byte[] bytes) {
        try {
            Envelope read = Envelope.read("an envelope", bytes);
            Envelope again = Envelope.read("again", read.toBytes());
            assertThat(again.payloadType()).isEqualTo(read.payloadType());
            assertThat(again.payload()).isEqualTo(read.payload());
            assertThat(read.signedBy(List.of(TestSigner.ED25519.key().publicKey())))
                    .isEmpty();
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void bundle(byte[] bytes) {
        try {
            SigstoreBundle read = SigstoreBundle.read("a bundle", bytes);
            assertThat(SigstoreBundle.isMeant(bytes)).isTrue();
            SigstoreBundle again = SigstoreBundle.read("again", read.toBytes());
            assertThat(again.hint()).isEqualTo(read.hint());
            assertThat(again.signature()).isEqualTo(read.signature());
            assertThat(again.envelope().payload()).isEqualTo(read.envelope().payload());
            assertThat(again.timestamps()).hasSameSizeAs(read.timestamps());
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void statement(byte[] bytes) {
        Envelope envelope =
                new Envelope(Statement.PAYLOAD_TYPE, bytes, List.of(new EnvelopeSignature("", new byte[] {1})));
        try {
            Statement read = Statement.read("a statement", envelope);
            assertThat(Statement.read(
                            "again", new Envelope(Statement.PAYLOAD_TYPE, read.toBytes(), envelope.signatures())))
                    .isEqualTo(read);
            read.differsFrom(snapshot.digest(), snapshot.manifest());
            assertThat(Provenance.Claim.read("a claim", read)).isNotNull();
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
