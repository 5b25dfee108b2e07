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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of one file by name of the algorithm. SHA-256 and SHA-512 are verified; others are kept and not looked at, and a file
 * that has only such can't be verified, and so is refused.
 */
public record Hashes(SequencedMap<String, String> byAlgorithm) {

    private static final String SHA256 = "sha256";
    private static final String SHA512 = "sha512";

    public Hashes {
        byAlgorithm = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byAlgorithm));
        requireDigits(byAlgorithm.get(SHA256), 64);
        requireDigits(byAlgorithm.get(SHA512), 128);
        if (byAlgorithm.isEmpty()) {
            throw new IllegalArgumentException("a file has a hash");
        }
    }

    private static void requireDigits(@Nullable String hash, int digits) {
        if (hash != null && (hash.length() != digits || !hash.matches("[0-9a-f]*"))) {
            throw new IllegalArgumentException("a hash has " + digits + " lower-case hex digits, not \"" + hash + "\"");
        }
    }

    /** The hashes that a signer lists for {@code bytes}. */
    public static Hashes of(byte[] bytes) {
        return of(Digest.of(bytes));
    }

    /** The hashes that a signer lists for a file whose SHA-256 is known. */
    public static Hashes of(Digest sha256) {
        SequencedMap<String, String> one = new LinkedHashMap<>();
        one.put(SHA256, sha256.toString());
        return new Hashes(one);
    }

    static Hashes read(JsonObject json) throws JsonException {
        SequencedMap<String, String> members = json.stringMembers();
        return json.build(() -> new Hashes(members));
    }

    /** The SHA-256, which those that are written here have. */
    public Digest sha256() {
        return Digest.parse(String.valueOf(byAlgorithm.get(SHA256)));
    }

    /** What a target's name begins with where consistent snapshots are on (clause 5.7.2): one that can be verified, if any. */
    String preferred() {
        return Optional.ofNullable(byAlgorithm.get(SHA256))
                .or(() -> Optional.ofNullable(byAlgorithm.get(SHA512)))
                .orElseGet(() -> byAlgorithm.firstEntry().getValue());
    }

    void verify(String document, byte[] bytes) throws TrustException {
        if (!byAlgorithm.containsKey(SHA256) && !byAlgorithm.containsKey(SHA512)) {
            throw new TrustException.UnsupportedHashes(document, List.copyOf(byAlgorithm.keySet()));
        }
        for (Map.Entry<String, String> hash : byAlgorithm.entrySet()) {
            String name = hash.getKey();
            String actual = switch (name) {
                case SHA256 -> Digest.of(bytes).toString();
                case SHA512 -> sha512(bytes);
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
