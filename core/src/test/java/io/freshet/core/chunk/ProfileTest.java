package io.freshet.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {

    private static final List<Profile.Rule> RULES =
            List.of(new Profile.Rule(new PathGlob("**"), new ChunkerSpec.Fixed(4096)));

    @Test
    void theFirstRuleThatMatchesHolds() {
        Profile profile = Profile.defaults();
        assertThat(profile.chunkerFor("db/mdbx.dat")).isEqualTo(new ChunkerSpec.Fixed(4096));
        assertThat(profile.chunkerFor("static_files/x")).isInstanceOf(ChunkerSpec.FastCdc.class);
    }

    @Test
    void filesWithinTheLimitAreInline() {
        Profile profile = new Profile("sha256", "", 10, RULES);
        assertThat(profile.inline(0)).isFalse();
        assertThat(profile.inline(10)).isTrue();
        assertThat(profile.inline(11)).isFalse();
    }

    @Test
    void equalProfilesAreEqual() {
        assertThat(Profile.defaults()).isEqualTo(Profile.defaults()).hasSameHashCodeAs(Profile.defaults());
    }

    @Test
    void whatTheFormatDoesNotAllowIsRefused() {
        List<Profile.Rule> partial = List.of(new Profile.Rule(new PathGlob("a"), new ChunkerSpec.Fixed(4096)));
        assertThatThrownBy(() -> new Profile("hmac-sha256", "", 0, RULES)).hasMessageContaining("hmac-sha256");
        assertThatThrownBy(() -> new Profile("sha256", "0", 0, RULES)).hasMessageContaining("seed");
        assertThatThrownBy(() -> new Profile("sha256", "AB", 0, RULES)).hasMessageContaining("seed");
        assertThatThrownBy(() -> new Profile("sha256", "", 257, RULES)).hasMessageContaining("257");
        assertThatThrownBy(() -> new Profile("sha256", "", 0, partial)).hasMessageContaining("last rule");
        assertThatThrownBy(() -> new Profile("sha256", "", 0, List.of())).hasMessageContaining("last rule");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2048, 4095, 4097, 4 << 20, -4096})
    void aFixedSizeIsAPowerOfTwoWithinLimits(int size) {
        assertThatThrownBy(() -> new ChunkerSpec.Fixed(size)).hasMessageContaining("size is " + size);
    }

    @ParameterizedTest
    @CsvSource({
        "512, 2048, 4096, 0",
        "1024, 1024, 4096, 0",
        "1024, 4096, 4096, 0",
        "1024, 2048, 4194304, 0",
        "1024, 3000, 4096, 0",
        "1024, 2048, 4096, 4",
        "1024, 2048, 4096, -1"
    })
    void theSizesOfContentDefinedChunksRise(int min, int avg, int max, int normalization) {
        assertThatThrownBy(() -> new ChunkerSpec.FastCdc(min, avg, max, normalization))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
