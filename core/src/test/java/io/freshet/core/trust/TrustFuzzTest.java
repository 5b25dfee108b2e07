package io.freshet.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Whatever bytes come from a mirror: they are refused by an error of ours, or read so that nothing of them is lost. */
class TrustFuzzTest {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32);

    @FuzzTest
    void json(byte[] bytes) {
        try {
            String text = JsonText.compact(
                    StrictJson.readObject("a document", bytes, LIMITS).copy());
            byte[] again = text.getBytes(StandardCharsets.UTF_8);
            JsonLimits largest = new JsonLimits(JsonLimits.MOST_BYTES, 32);
            assertThat(JsonText.compact(
                            StrictJson.readObject("again", again, largest).copy()))
                    .isEqualTo(text);
        } catch (JsonException e) {
            // refused
        }
    }

    @FuzzTest
    void root(byte[] bytes) {
        readTwice(bytes, MetadataLimits.ROOT, RootMetadata::read);
    }

    @FuzzTest
    void timestamp(byte[] bytes) {
        readTwice(bytes, MetadataLimits.TIMESTAMP, TimestampMetadata::read);
    }

    @FuzzTest
    void snapshot(byte[] bytes) {
        readTwice(bytes, MetadataLimits.SNAPSHOT, SnapshotMetadata::read);
    }

    @FuzzTest
    void targets(byte[] bytes) {
        readTwice(bytes, MetadataLimits.TARGETS, TargetsMetadata::read);
    }

    /** What is read of a key is written again as it was, and can be asked about any signature. */
    @FuzzTest
    void key(byte[] bytes) {
        try {
            JsonObject json = StrictJson.readObject("a key", bytes, LIMITS);
            Key key = Key.read(json);
            assertThat(key.toJson()).isEqualTo(json.copy());
            assertThat(key).isEqualTo(Key.read(json));
            if (key instanceof VerifyingKey verifying) {
                assertThat(verifying.verifies(bytes, bytes)).isFalse();
                assertThat(verifying.material()).isNotEmpty();
            }
        } catch (JsonException e) {
            // refused
        }
    }

    @FuzzTest
    void ecdsaSignature(byte[] bytes) {
        EcdsaSignature.decode(bytes)
                .ifPresent(signature -> assertThat(signature.encode()).isEqualTo(bytes));
    }

    @FuzzTest
    void keyFile(byte[] bytes) {
        try {
            KeyPem.decode(Path.of("a.key"), new String(bytes, StandardCharsets.ISO_8859_1), Optional.empty());
        } catch (IOException e) {
            assertThat(e).isInstanceOf(KeyFileException.class);
        }
    }

    /** What is read can be written in PEM, and is the same key then. */
    @FuzzTest
    void publicKeyFile(byte[] bytes) {
        try {
            VerifyingKey key = PublicKeyFile.decode(Path.of("a.pub"), bytes);
            byte[] pem = PublicKeyFile.pem(key).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(PublicKeyFile.decode(Path.of("again"), pem).material()).isEqualTo(key.material());
        } catch (KeyFileException e) {
            // refused
        }
    }

    /** What is read can be shown, whatever nonsense it says, and written again. */
    @FuzzTest
    void rootDraft(byte[] bytes) {
        try {
            RootDraft draft = RootDraft.read("a draft", bytes);
            assertThat(draft.signatures(draft.root()).threshold()).isPositive();
            assertThat(RootDraft.read("again", draft.bytes()).root().toJson())
                    .isEqualTo(draft.root().toJson());
        } catch (TrustException e) {
            // refused
        }
    }

    private static <T extends Signed> void readTwice(byte[] bytes, JsonLimits limits, Metadata.Reader<T> reader) {
        Metadata<T> first;
        try {
            first = Metadata.read("a document", bytes, limits, reader);
        } catch (TrustException e) {
            return;
        }
        try {
            Metadata<T> second =
                    Metadata.read("again", first.encode(), new JsonLimits(JsonLimits.MOST_BYTES, 16), reader);
            assertThat(second.saysTheSame(first)).isTrue();
            assertThat(second.signatures()).isEqualTo(first.signatures());
        } catch (TrustException e) {
            throw new AssertionError("what was accepted is refused after it was written again", e);
        }
    }
}
