package io.freshet.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which candidates become bases. */
class ResemblanceTest {

    private static final int PAGE = 4096;

    private final SplittableRandom random = new SplittableRandom(4);
    private final Resemblance resemblance = new Resemblance();

    @Test
    void theNewestVersionOfAPageIsItsBaseAndOlderOnesAreNone() {
        byte[] oldest = noise();
        byte[] old = with(oldest, noise(), 0, 700);
        byte[] newest = with(old, noise(), 700, 900);
        byte[] page = with(newest, noise(), 2000, 64);
        assertThat(choose(page, oldest, old, newest)).containsExactly(2);
        assertThat(choose(page, newest, oldest, old)).containsExactly(0);
    }

    @Test
    void aPageWithAPartOfAnotherHasTwo() {
        byte[] one = noise();
        byte[] other = noise();
        assertThat(choose(with(one, other, 3000, 1096), one, other)).containsExactly(0, 1);
        assertThat(choose(with(one, other, 4000, 96), other, one)).containsExactly(1);
    }

    @Test
    void whatHasNothingInCommonIsABaseOnlyWhereThereIsNoOther() {
        byte[] page = noise();
        assertThat(choose(page, noise(), noise(), noise())).hasSize(1);
        assertThat(choose(new byte[PAGE], noise(), noise())).isNotEmpty();
    }

    private int[] choose(byte[] page, byte[]... candidates) {
        byte[] around = new byte[2 * PAGE];
        System.arraycopy(page, 0, around, 100, PAGE);
        return resemblance.choose(around, 100, PAGE, candidates);
    }

    private byte[] noise() {
        byte[] page = new byte[PAGE];
        random.nextBytes(page);
        return page;
    }

    private static byte[] with(byte[] page, byte[] other, int from, int length) {
        byte[] mixed = page.clone();
        System.arraycopy(other, from, mixed, from, length);
        return mixed;
    }
}
