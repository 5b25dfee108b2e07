package io.freshet.publisher.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.testkit.MemoryStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Whatever lies in a bucket under the names of what a publisher reads: it is read, or refused. */
class CommitFuzzTest {

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @FuzzTest
    void condemned(byte[] bytes) throws IOException {
        try {
            CondemnedList list = CondemnedReader.read("a list", bytes);
            assertThat(CondemnedReader.read("again", list.toBytes())).isEqualTo(list);
        } catch (FormatException e) {
            // refused
        }
    }

    /** It is read to say who was faster, and may say nothing. */
    @FuzzTest
    void logEntry(byte[] bytes) throws IOException {
        MemoryStore store = new MemoryStore("memory:", CLOCK);
        store.put(LogPaths.entry(0), Body.of(bytes), ObjectHeaders.IMMUTABLE_JSON);
        new LogSequence(store)
                .run(0)
                .ifPresent(run -> assertThat(RunId.isOne(run.value())).isTrue());
    }
}
