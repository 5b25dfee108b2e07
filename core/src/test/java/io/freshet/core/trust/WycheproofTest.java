package io.freshet.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Project Wycheproof's vectors: what verifiers have got wrong before. None of them is "acceptable", so that each is
 * verified or refused as its result says; {@code wycheproof/README.md} says where they are from.
 */
class WycheproofTest {

    /** Of each file: the vectors that must have been run, and those of them that are valid. */
    @ParameterizedTest
    @CsvSource({
        "ed25519_test, 151, 88",
        "ecdsa_secp256r1_sha256_test, 484, 174",
        "rsa_pss_2048_sha256_mgf1_32_test, 108, 63",
        "rsa_pss_3072_sha256_mgf1_32_test, 108, 63",
        "rsa_pss_4096_sha256_mgf1_32_test, 108, 63",
    })
    void whatIsValidVerifiesAndNothingElse(String file, int vectors, int valid) throws Exception {
        List<Vector> all = read(file);

        assertThat(all)
                .filteredOn(vector -> vector.verifies() != vector.valid())
                .isEmpty();
        assertThat(all).hasSize(vectors);
        assertThat(all).filteredOn(Vector::valid).hasSize(valid);
    }

    /**
     * What is valid by other parameters: a salt of none, MGF1 over SHA-1 (with a salt of 20), or (r, s) as 64 bytes.
     * Here there is one way each to write a signature. (Of the invalid ones, one has a salt of 32 by mistake.)
     */
    @ParameterizedTest
    @CsvSource({
        "rsa_pss_2048_sha256_mgf1_0_test, 103, 61",
        "rsa_pss_2048_sha256_mgf1sha1_20_test, 108, 63",
        "ecdsa_secp256r1_sha256_p1363_test, 262, 173",
    })
    void signaturesByOtherParametersVerifyNothing(String file, int vectors, int valid) throws Exception {
        List<Vector> all = read(file);

        assertThat(all).filteredOn(Vector::valid).noneMatch(Vector::verifies);
        assertThat(all).hasSize(vectors);
        assertThat(all).filteredOn(Vector::valid).hasSize(valid);
    }

    /** The same points, as repositories of the deprecated type have them. */
    @ParameterizedTest
    @CsvSource("ecdsa_secp256r1_sha256_test, 484")
    void pointsInHexadecimalAreTheSameKeys(String file, int vectors) throws Exception {
        int run = 0;
        for (JsonObject group : groups(file)) {
            EcdsaKey pem = new EcdsaKey(group.string("publicKeyPem"));
            EcdsaKey hex = new EcdsaKey(
                    "ecdsa-sha2-nistp256",
                    group.object("publicKey").string("uncompressed"),
                    UnknownFields.NONE,
                    UnknownFields.NONE);
            assertThat(hex.material()).isEqualTo(pem.material());
            for (JsonObject test : group.objects("tests")) {
                assertThat(hex.verifies(hex(test, "msg"), hex(test, "sig")))
                        .isEqualTo(pem.verifies(hex(test, "msg"), hex(test, "sig")));
                run++;
            }
        }
        assertThat(run).isEqualTo(vectors);
    }

    private record Vector(String name, boolean valid, boolean verifies) {}

    private static List<Vector> read(String file) throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (JsonObject group : groups(file)) {
            VerifyingKey key = key(group);
            for (JsonObject test : group.objects("tests")) {
                String name = "tcId " + test.integer("tcId", 1, 100_000) + ": " + test.string("comment");
                boolean valid = switch (test.string("result")) {
                    case "valid" -> true;
                    case "invalid" -> false;
                    default -> throw new AssertionError(name + " is neither valid nor invalid");
                };
                vectors.add(new Vector(name, valid, key.verifies(hex(test, "msg"), hex(test, "sig"))));
            }
        }
        return vectors;
    }

    private static VerifyingKey key(JsonObject group) throws JsonException {
        return switch (group.string("type")) {
            case "EddsaVerify" -> new Ed25519Key(group.object("publicKey").string("pk"));
            case "EcdsaVerify", "EcdsaP1363Verify" -> new EcdsaKey(group.string("publicKeyPem"));
            case "RsassaPssVerify" -> new RsaKey(group.string("publicKeyPem"));
            default -> throw new AssertionError(group.string("type"));
        };
    }

    private static List<JsonObject> groups(String file) throws IOException {
        try (InputStream in = WycheproofTest.class.getResourceAsStream("/wycheproof/" + file + ".json")) {
            return StrictJson.readObject(file, in.readAllBytes(), new JsonLimits(JsonLimits.MOST_BYTES, 32))
                    .objects("testGroups");
        }
    }

    private static byte[] hex(JsonObject test, String field) throws JsonException {
        return HexFormat.of().parseHex(test.string(field));
    }
}
