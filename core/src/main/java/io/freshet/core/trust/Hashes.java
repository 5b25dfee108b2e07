package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Hashes of one file by name of the algorithm. SHA-256 is always among them; SHA-512 is verified too where it is
 * listed; others are kept and not looked at.
 */
public record Hashes(SequencedMap<String, String> byAlgorithm) {

    public Hashes {
        byAlgorithm = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byAlgorithm));
        String sha256 = byAlgorithm.get("sha256");
        if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the hashes of a file must have a sha256 of 64 lower-case hex digits");
        }
    }

    /** The hashes that a signer lists for {@code bytes}. */
    public static Hashes of(byte[] bytes) {
        return of(Digest.of(bytes));
    }

    /** The hashes that a signer lists for a file whose SHA-256 is known. */
    public static Hashes of(Digest sha256) {
        SequencedMap<String, String> one = new LinkedHashMap<>();
        one.put("sha256", sha256.toString());
        return new Hashes(one);
    }

    static Hashes read(JsonObject json) throws JsonException {
        SequencedMap<String, String> members = json.stringMembers();
        return json.build(() -> new Hashes(members));
    }

    /** The SHA-256. */
    public Digest sha256() {
        return Digest.parse(String.valueOf(byAlgorithm.get("sha256")));
    }

    void verify(String document, byte[] bytes) throws TrustException {
        for (Map.Entry<String, String> hash : byAlgorithm.entrySet()) {
            String name = hash.getKey();
            String actual = switch (name) {
                case "sha256" -> Digest.of(bytes).toString();
                case "sha512" -> sha512(bytes);
                default -> hash.getValue();
            };
            if (!actual.equals(hash.getValue())) {
                throw new TrustException.HashMismatch(document, name, hash.getValue(), actual);
            }
        }
    }

    private static String sha512(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-512", e);
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        byAlgorithm.forEach(json::put);
        return json;
    }
}
