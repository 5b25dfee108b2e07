package io.freshet.core.timestamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.SplittableRandom;

/** Whatever an authority answers, or lies beside an attestation: it is refused by an error that is declared, or read. */
class TimestampFuzzTest {

    private static final byte[] DOCUMENT = "an envelope".getBytes(UTF_8);

    @FuzzTest
    void answer(byte[] bytes) {
        SeenTimestamp seen = SeenTimestamp.judge("t", bytes, DOCUMENT, Optional.empty());
        assertThat(seen.verified()).isFalse();
        assertThat(seen.problem().isPresent() || seen.time().isPresent()).isTrue();
        seen.authority().ifPresent(name -> assertThat(name).matches("\\P{Cntrl}*"));
        try {
            // Nobody has seen this query's nonce.
            TimestampToken accepted =
                    TimestampQuery.about(DOCUMENT, new SplittableRandom(1)).accept("t", bytes);
            throw new AssertionError("accepted " + accepted.time());
        } catch (TimestampException e) {
            assertThat(e.getMessage()).startsWith("t: ");
        }
    }
}
