package io.freshet.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogException;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.Optional;

/** Whatever stands in a proof: it is refused by an error that is declared. No fuzzer makes one that holds. */
class ProofFuzzTest {

    @FuzzTest
    void release(byte[] bytes) {
        ReleaseProof read;
        try {
            read = ReleaseProof.read("a proof", bytes);
            assertThat(ReleaseProof.read("again", read.toBytes()).channel()).isEqualTo(read.channel());
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        try {
            new ProofCheck("a proof", read).verify(Optional.empty());
        } catch (TrustException | LogException | IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
