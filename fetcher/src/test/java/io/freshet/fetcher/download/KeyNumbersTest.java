package io.freshet.fetcher.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyNumbersTest {

    @Test
    void keysAreNumberedAsTheyComeAndFoundAgain() {
        KeyNumbers numbers = new KeyNumbers();
        long[] keys = new Random(1).longs(100_000).distinct().toArray();
        keys[0] = 0;
        for (int i = 0; i < keys.length; i++) {
            assertThat(numbers.find(keys[i])).isEqualTo(KeyNumbers.NONE);
            assertThat(numbers.add(keys[i])).isEqualTo(i);
            assertThat(numbers.add(keys[i])).isEqualTo(i);
        }
        assertThat(numbers.size()).isEqualTo(keys.length);
        for (int i = 0; i < keys.length; i++) {
            assertThat(numbers.find(keys[i])).isEqualTo(i);
            assertThat(numbers.key(i)).isEqualTo(keys[i]);
        }
    }
}
