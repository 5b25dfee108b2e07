package io.freshet.bench.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {

    @Test
    void whatGnuTimeWroteIsSecondsAndKilobytes() {
        var traffic = new Traffic(List.of(new Answer(70, 0, "a"), new Answer(30, 0, "b")));

        Cost cost = Cost.parse("12.34 5.00 1.25 524288\n", traffic);

        assertThat(cost).isEqualTo(new Cost(12.34, 6.25, 512, traffic));
        assertThat(cost.bytes()).isEqualTo(100);
        assertThat(cost.requests()).isEqualTo(2);
    }

    @Test
    void aCommandThatFailedIsNoMeasurement() {
        assertThatThrownBy(() -> Cost.parse("Command exited with non-zero status 1", new Traffic(List.of())))
                .hasMessageContaining("not the four numbers of /usr/bin/time");
    }
}
