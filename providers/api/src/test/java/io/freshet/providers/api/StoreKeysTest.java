package io.freshet.providers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "repo.freshet", "metadata/1.root.json", "packs/ab/0F_-.bin", "log/tile/0/x001/067"})
    void takesKeys(String key) {
        assertThat(StoreKeys.require(key)).isEqualTo(key);
        assertThat(StoreKeys.isPrefix(key + "/")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/.hidden",
                "ü",
                "a b",
                "a\\b",
                "a\nb",
                "a?b",
                "a%b"
            })
    void refusesWhatSomeStoreOrShellWouldBend(String key) {
        assertThat(StoreKeys.isKey(key)).isFalse();
        assertThatThrownBy(() -> StoreKeys.require(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bindsSegmentsAndKeysToALength() {
        assertThat(StoreKeys.isKey("s".repeat(StoreKeys.MAX_SEGMENT))).isTrue();
        assertThat(StoreKeys.isKey("s".repeat(StoreKeys.MAX_SEGMENT + 1))).isFalse();
        assertThat(StoreKeys.isKey("d/".repeat(255) + "ab")).isTrue();
        assertThat(StoreKeys.isKey("d/".repeat(255) + "abc")).isFalse();
    }

    @Test
    void aPrefixMayBeEmptyOrEndWithASlash() {
        assertThat(StoreKeys.requirePrefix("")).isEmpty();
        assertThat(StoreKeys.requirePrefix("packs/")).isEqualTo("packs/");
        assertThatThrownBy(() -> StoreKeys.requirePrefix("/")).isInstanceOf(IllegalArgumentException.class);
    }
}
