package io.freshet.publisher.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.json.JsonException;

/** Whatever lies in a bucket under the names of what a publisher reads: it is read, or refused. */
class CommitFuzzTest {

    @FuzzTest
    void policy(byte[] bytes) throws JsonException {
        try {
            Policy policy = Policy.read("a policy", bytes);
            assertThat(Policy.read("again", policy.toBytes())).isEqualTo(policy);
        } catch (JsonException e) {
            // refused
        }
    }
}
