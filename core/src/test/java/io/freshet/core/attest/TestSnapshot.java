package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.Digest;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/** The snapshot of the format's vector, and what its publisher says of it. */
record TestSnapshot(Digest digest, Manifest manifest) {

    static TestSnapshot read() {
        try (InputStream in = TestSnapshot.class.getResourceAsStream("/vectors/documents/documents.json")) {
            byte[] bytes = new ObjectMapper()
                    .readTree(in)
                    .at("/documents/0/text")
                    .textValue()
                    .getBytes(UTF_8);
            return new TestSnapshot(Digest.of(bytes), Manifest.read("manifest", bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Statement statement() {
        return new Provenance(
                        Digest.of(new byte[1]),
                        new ChannelName("mainnet/archive"),
                        "20261123T000000Z-9f3c6a1de0724b58",
                        Instant.parse("2026-11-23T00:00:00Z"),
                        Instant.parse("2026-11-23T00:05:00Z"))
                .of(digest, manifest);
    }
}
