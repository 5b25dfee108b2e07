package io.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Rate rate = new Rate();

    @Test
    void itIsThatOfTheLastSeconds() {
        assertThat(rate.at(0, 0)).isZero();
        assertThat(rate.at(SECOND, 100)).isEqualTo(100);
        assertThat(rate.at(2 * SECOND, 400)).isEqualTo(200);
        assertThat(rate.at(30 * SECOND, 400)).isZero();
    }

    @Test
    void whatBeginsAnewHasARateOfItsOwn() {
        rate.at(0, 0);
        rate.at(SECOND, 1000);
        assertThat(rate.at(2 * SECOND, 0)).isZero();
        assertThat(rate.at(3 * SECOND, 50)).isEqualTo(50);
    }
}
