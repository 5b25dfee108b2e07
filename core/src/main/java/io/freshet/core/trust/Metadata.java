package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed document with its signatures (clause 4.2). What signatures are checked over is made from the values that
 * were understood, not copied from the input: what is verified is what will be used.
 */
public final class Metadata<T extends Signed> {

    private final T signed;
    private final List<Signature> signatures;
    private final UnknownFields other;
    private final byte[] canonical;
    /** The file, where it was read from one: it may be written in another way than this version does. */
    private final Optional<byte[]> file;

    private Metadata(
            T signed, byte[] canonical, List<Signature> signatures, UnknownFields other, Optional<byte[]> file) {
        this.signed = signed;
        this.canonical = canonical;
        this.file = file;
        this.signatures = List.copyOf(signatures);
        this.other = other;
    }

    /** {@code signed}, signed by each of {@code signers}. */
    static <T extends Signed> Metadata<T> sign(T signed, Collection<? extends Signer> signers) throws IOException {
        byte[] canonical = CanonicalJson.encode(signed.toJson());
        List<Signature> signatures = new ArrayList<>();
        for (Signer signer : signers) {
            signatures.add(Signature.by(signer, canonical));
        }
        return new Metadata<>(signed, canonical, signatures, UnknownFields.NONE, Optional.empty());
    }

    /** The same with another signature, in the place of one that names the same key. */
    Metadata<T> with(Signature signature) {
        List<Signature> next = new ArrayList<>(signatures);
        next.removeIf(present -> present.keyId().equals(signature.keyId()));
        next.add(signature);
        return new Metadata<>(signed, canonical, next, other, Optional.empty());
    }

    /** Reads a document; nothing in it is to be trusted before its signatures were checked. */
    static <T extends Signed> Metadata<T> read(String document, byte[] bytes, JsonLimits limits, Reader<T> reader)
            throws TrustException {
        if (bytes.length > limits.maxBytes()) {
            throw new TrustException.LengthExceeded(document, limits.maxBytes());
        }
        try {
            JsonObject json = StrictJson.readObject(document, bytes, limits);
            JsonObject signedJson = json.object("signed");
            T signed = reader.read(signedJson);
            byte[] canonical = signedJson.build(() -> CanonicalJson.encode(signed.toJson()));
            UnknownFields other = json.unknown(Set.of("signed", "signatures"));
            return new Metadata<>(signed, canonical, readSignatures(json), other, Optional.of(bytes.clone()));
        } catch (JsonException e) {
            throw new TrustException.Malformed(document, e);
        }
    }

    private static List<Signature> readSignatures(JsonObject json) throws JsonException {
        List<JsonObject> entries = json.objects("signatures");
        if (entries.size() > MetadataLimits.SIGNATURES) {
            throw json.invalid("signatures", "must be at most " + MetadataLimits.SIGNATURES);
        }
        List<Signature> signatures = new ArrayList<>();
        Set<String> keyIds = new HashSet<>();
        for (JsonObject entry : entries) {
            Signature signature = Signature.read(entry);
            if (!keyIds.add(signature.keyId())) {
                // Clause 4.2, KEYID: unique in the signatures array.
                throw entry.invalid("keyid", "stands twice among the signatures");
            }
            signatures.add(signature);
        }
        return signatures;
    }

    /** Reads the signed part of a document. */
    interface Reader<T extends Signed> {

        T read(JsonObject signed) throws JsonException, TrustException;
    }

    /** What is signed. */
    public T signed() {
        return signed;
    }

    /** The signatures, valid or not. */
    public List<Signature> signatures() {
        return signatures;
    }

    /** The document's bytes as this version writes them: compact JSON, ended by a line feed. */
    public byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray("signatures");
        signatures.forEach(signature -> array.add(signature.toJson()));
        json.set("signed", signed.toJson());
        other.writeTo(json);
        return (JsonText.compact(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The document's bytes: those that it was read from, or those that this version writes. */
    public byte[] bytes() {
        return file.map(byte[]::clone).orElseGet(this::encode);
    }

    /** Whether both say the same, whoever signed it. */
    public boolean saysTheSame(Metadata<?> that) {
        return Arrays.equals(canonical, that.canonical);
    }

    byte[] canonical() {
        return canonical;
    }

    @Override
    public String toString() {
        return signed.toString();
    }
}
