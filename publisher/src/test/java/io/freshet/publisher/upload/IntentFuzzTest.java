package io.freshet.publisher.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.testkit.MemoryStore;
import io.freshet.publisher.commit.RunId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Whatever lies below {@code intents/}: no publication fails for it. */
class IntentFuzzTest {

    private static final RunId RUN = new RunId("20261123T000000Z-9f3c6a1de0724b58");

    @FuzzTest
    void note(byte[] bytes) throws IOException {
        MemoryStore store = new MemoryStore("memory:", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        store.put(Intent.path(RUN, 0), Body.of(bytes), ObjectHeaders.MUTABLE_JSON);
        assertThat(Intent.ofChannel(store, new ChannelName("mainnet/archive"))).hasSizeLessThan(2);
    }
}
