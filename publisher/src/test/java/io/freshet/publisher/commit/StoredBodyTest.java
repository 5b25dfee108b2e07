package io.freshet.publisher.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.MemoryStore;
import io.freshet.providers.testkit.RecordingStore;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A large object goes from store to store in pieces. */
class StoredBodyTest {

    @Test
    void isReadInPieces() throws Exception {
        byte[] bytes = new byte[2 * StoredBody.PIECE + 12_345];
        new SplittableRandom(1).nextBytes(bytes);
        MemoryStore memory = new MemoryStore(InstantSource.fixed(Instant.EPOCH));
        RecordingStore from = new RecordingStore(memory);
        from.put("a", Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY);
        MemoryStore to = new MemoryStore(InstantSource.fixed(Instant.EPOCH));
        StoredBody body = new StoredBody(from, "a", bytes.length, Digest.of(bytes));
        to.put("a", body, ObjectHeaders.IMMUTABLE_BINARY);
        assertThat(to.get("a", bytes.length).orElseThrow().bytes()).isEqualTo(bytes);
        assertThat(from.calls(Verb.GET)).isEmpty();
        assertThat(from.calls(Verb.GET_RANGE)).hasSize(3).allMatch(call -> call.bytes() <= StoredBody.PIECE);
        try (InputStream in = body.open()) {
            assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
            assertThat(in.available()).isEqualTo(bytes.length - 1);
        }
    }
}
