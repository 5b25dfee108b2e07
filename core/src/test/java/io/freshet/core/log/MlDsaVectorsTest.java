package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Project Wycheproof's vectors of ML-DSA-44, which cosignatures are made by; keys and signatures of other lengths too. */
class MlDsaVectorsTest {

    private int run;
    private int valid;
    private int underAContext;

    @Test
    void whatIsValidVerifiesAndNothingElse() throws Exception {
        for (JsonObject group : groups()) {
            for (JsonObject test : group.objects("tests")) {
                run++;
                boolean result = test.string("result").equals("valid");
                // A cosignature is made without a context: what is valid under one is valid under none.
                boolean context = test.has("ctx") && !test.string("ctx").isEmpty();
                underAContext += result && context ? 1 : 0;
                boolean expected = result && !context;
                valid += expected ? 1 : 0;
                String name = "tcId " + test.integer("tcId", 1, 100_000) + ": " + test.string("comment");
                assertThat(verifies(group, test)).as(name).isEqualTo(expected);
            }
        }
        assertThat(run).isEqualTo(180);
        assertThat(valid).isEqualTo(75);
        assertThat(underAContext).isEqualTo(2);
    }

    /** The lengths are looked at where notes are read. */
    private static boolean verifies(JsonObject group, JsonObject test) throws JsonException {
        SignatureType type = SignatureType.COSIGNATURE_ML_DSA_44;
        byte[] key = HexFormat.of().parseHex(group.string("publicKey"));
        byte[] signature = HexFormat.of().parseHex(test.string("sig"));
        if (key.length != type.keyBytes()) {
            assertThatThrownBy(() -> new VerifierKey("w", type, LogText.base64(key)))
                    .isInstanceOf(IllegalArgumentException.class);
            return false;
        }
        return Long.BYTES + signature.length == type.signatureBytes()
                && SignedMessage.mlDsa44(key, HexFormat.of().parseHex(test.string("msg")), signature);
    }

    private static Iterable<JsonObject> groups() throws Exception {
        try (InputStream in = MlDsaVectorsTest.class.getResourceAsStream("/wycheproof/mldsa_44_verify_test.json")) {
            return StrictJson.readObject("vectors", in.readAllBytes(), new JsonLimits(JsonLimits.MOST_BYTES, 32))
                    .objects("testGroups");
        }
    }
}
