package io.freshet.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.UnsupportedFeature;
import java.io.IOException;

/** Whatever a mirror gives as the policy: it is read, or refused. */
class PolicyFuzzTest {

    @FuzzTest
    void policy(byte[] bytes) throws IOException {
        try {
            Policy policy = Policy.read("a policy", bytes);
            assertThat(Policy.read("again", policy.toBytes())).isEqualTo(policy);
        } catch (JsonException | UnsupportedFeature e) {
            // refused
        }
    }
}
