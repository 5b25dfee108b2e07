package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An envelope as Sigstore's programs hand it on: the message {@code dev.sigstore.bundle.v1.Bundle} of
 * <a href="https://github.com/sigstore/protobuf-specs">sigstore/protobuf-specs</a>, version 0.3, in protobuf's JSON,
 * signed by a key that its reader has from elsewhere. Entries of a log of Sigstore's, which such a bundle may have, are
 * passed over.
 *
 * @param hint which key has signed it, which proves nothing; may be empty
 * @param envelope with exactly one signature
 * @param timestamps answers of RFC 3161, each over the bytes of the signature; not copied
 */
public record SigstoreBundle(String hint, Envelope envelope, List<byte[]> timestamps) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(2 << 20, 16);

    private static final String TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final String OLDER = "application/vnd.dev.sigstore.bundle+json;version=";
    private static final Set<String> TYPES = Set.of(TYPE, OLDER + "0.1", OLDER + "0.2", OLDER + "0.3");

    private static final String MEDIA_TYPE = "mediaType";
    private static final String MATERIAL = "verificationMaterial";
    private static final String TIMES = "timestampVerificationData";
    private static final String ANSWERS = "rfc3161Timestamps";
    private static final String ANSWER = "signedTimestamp";

    /** As many as sigstore-go reads. */
    private static final int MOST_TIMESTAMPS = 32;

    /** @throws IllegalArgumentException if the envelope has several signatures, or one by another key than that of the hint */
    public SigstoreBundle {
        timestamps = List.copyOf(timestamps);
        if (envelope.signatures().size() != 1) {
            throw new IllegalArgumentException("the envelope of a bundle has exactly one signature, not "
                    + envelope.signatures().size());
        }
        String keyId = envelope.signatures().getFirst().keyId();
        if (!hint.isEmpty() && !keyId.isEmpty() && !hint.equals(keyId)) {
            throw new IllegalArgumentException("the bundle names another key than its envelope does");
        }
        if (timestamps.size() > MOST_TIMESTAMPS) {
            throw new IllegalArgumentException("a bundle has at most " + MOST_TIMESTAMPS + " timestamps");
        }
    }

    /**
     * What a key has signed of an envelope. Timestamps of a whole envelope have no place in it: those of bundles are
     * over a signature.
     *
     * @throws IllegalArgumentException if it has signed nothing of it
     */
    public static SigstoreBundle of(Envelope envelope, VerifyingKey key) {
        byte[] message = Envelope.preAuthenticationEncoding(envelope.payloadType(), envelope.payload());
        EnvelopeSignature signed = envelope.signatures().stream()
                .filter(each -> key.verifies(message, each.sig()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the key " + key.id() + " has not signed it"));
        String hint = hint(key);
        EnvelopeSignature one = new EnvelopeSignature(hint, signed.sig());
        return new SigstoreBundle(
                hint, new Envelope(envelope.payloadType(), envelope.payload(), List.of(one)), List.of());
    }

    /** What names a key there: the SHA-256 of its SubjectPublicKeyInfo (RFC 6962, section 3.2), in base64. */
    static String hint(VerifyingKey key) {
        return Base64Text.encode(Digest.of(PublicKeyFile.info(key)).bytes());
    }

    /** Whether these bytes say that they are a bundle of any type, rather than a bare envelope. */
    public static boolean isMeant(byte[] bytes) {
        try {
            return StrictJson.readObject("bundle", bytes, LIMITS).has(MEDIA_TYPE);
        } catch (JsonException e) {
            return false;
        }
    }

    /** Reads a bundle; {@code document} is what errors call it. Fields that are not known are passed over. */
    public static SigstoreBundle read(String document, byte[] bytes) throws JsonException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        String type = json.string(MEDIA_TYPE);
        if (!TYPES.contains(type)) {
            throw json.invalid(MEDIA_TYPE, "is \"" + type + "\", which is none of a Sigstore bundle up to version 0.3");
        }
        JsonObject material = json.object(MATERIAL);
        if (!material.has("publicKey")) {
            throw json.invalid(
                    MATERIAL,
                    "names no key: bundles that are signed for a certificate are verified by cosign, and not here");
        }
        String hint = material.object("publicKey").optionalString("hint").orElse("");
        if (!json.has("dsseEnvelope")) {
            throw json.invalid("dsseEnvelope", "is missing: a bundle of a bare signature claims nothing");
        }
        Envelope envelope = Envelope.read(json.object("dsseEnvelope"));
        List<byte[]> timestamps = timestamps(material);
        return json.build(() -> new SigstoreBundle(hint, named(envelope, hint), timestamps));
    }

    /** The envelope with the name of its key, which cosign leaves out of it. */
    private static Envelope named(Envelope envelope, String hint) {
        List<EnvelopeSignature> signatures = envelope.signatures().stream()
                .map(each -> each.keyId().isEmpty() ? new EnvelopeSignature(hint, each.sig()) : each)
                .toList();
        return new Envelope(envelope.payloadType(), envelope.payload(), signatures);
    }

    private static List<byte[]> timestamps(JsonObject material) throws JsonException {
        List<byte[]> timestamps = new ArrayList<>();
        Optional<JsonObject> data = material.optionalObject(TIMES);
        if (data.isPresent() && data.get().has(ANSWERS)) {
            for (JsonObject answer : data.get().objects(ANSWERS)) {
                String encoded = answer.string(ANSWER);
                timestamps.add(answer.build(() -> Base64Text.decode(encoded)));
            }
        }
        return timestamps;
    }

    /** The signature's bytes, which timestamps are over. */
    public byte[] signature() {
        return envelope.signatures().getFirst().sig();
    }

    /** The document. */
    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(MEDIA_TYPE, TYPE);
        ObjectNode material = json.putObject(MATERIAL);
        material.putObject("publicKey").put("hint", hint);
        if (!timestamps.isEmpty()) {
            ArrayNode answers = material.putObject(TIMES).putArray(ANSWERS);
            timestamps.forEach(each -> answers.addObject().put(ANSWER, Base64Text.encode(each)));
        }
        // No keyid: cosign passes over a signature whose keyid is not the one that it would have made up itself.
        EnvelopeSignature bare = new EnvelopeSignature("", signature());
        json.set("dsseEnvelope", new Envelope(envelope.payloadType(), envelope.payload(), List.of(bare)).toJson());
        return JsonText.readable(json).getBytes(UTF_8);
    }
}
