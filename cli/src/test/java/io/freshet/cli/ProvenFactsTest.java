package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Release;
import io.freshet.core.pack.Codec;
import io.freshet.core.proof.ProofTerms;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.trust.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvenFactsTest {

    private static final Instant TAKEN = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant EXPIRES = TAKEN.plus(Duration.ofDays(14));

    @Test
    void whatHasExpiredSinceIsSaidAndNoFault() {
        Facts before = write(EXPIRES.minusSeconds(1));
        Facts after = write(EXPIRES);
        assertThat(before.lines()).anyMatch(line -> line.contains("they expire 2026-12-07 00:00:00 UTC, in 0 hours"));
        assertThat(before.json().at("/proof/expired").booleanValue()).isFalse();
        assertThat(after.lines())
                .anyMatch(line -> line.contains("valid 2026-11-23 00:00:00 UTC")
                        && line.contains("expired since 2026-12-07 00:00:00 UTC"));
        assertThat(after.json().at("/proof/expired").booleanValue()).isTrue();
    }

    private static Facts write(Instant now) {
        Digest some = Digest.of(new byte[1]);
        Release release = new Release(
                4,
                new ObjectRef(some, 1),
                new LocationRef(new BlobPlace(some, 16, 300, 400, Codec.ZSTD), some),
                Optional.empty(),
                TAKEN,
                UnknownFields.NONE);
        ProvenRelease proven = new ProvenRelease(
                new ChannelName("mainnet/archive"),
                release,
                some,
                null,
                1,
                TAKEN,
                EXPIRES,
                Optional.empty(),
                Optional.of("nothing was kept"),
                List.of(),
                1);
        Facts facts = new Facts();
        new ProvenFacts(proven, true, new ProofOptions.Asked(ProofTerms.NONE, false), Optional.empty(), now)
                .write(facts);
        return facts;
    }
}
