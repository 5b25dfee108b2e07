package io.freshet.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;

/** The vectors of the format: what the specification's page and they disagree on is as they say. */
public final class Vectors {

    private Vectors() {}

    /** Looks at one vector. */
    public interface Check {
        /** Fails if it does not hold. */
        void of(JsonNode vector) throws Exception;
    }

    /** A test for each vector of a list in a file of {@code vectors/}. */
    public static Stream<DynamicTest> each(String file, String list, Check check) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            JsonNode vectors = new ObjectMapper().readTree(in).get(list);
            assertThat(vectors).isNotEmpty();
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(vector -> DynamicTest.dynamicTest(vector.get("name").textValue(), () -> check.of(vector)));
        }
    }

    /** Bytes that a vector writes in hexadecimal digits. */
    public static byte[] hex(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.get(field).textValue());
    }

    /** A digest. */
    public static Digest digest(JsonNode vector, String field) {
        return Digest.parse(vector.get(field).textValue());
    }
}
