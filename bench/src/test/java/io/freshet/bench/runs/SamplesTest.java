package io.freshet.bench.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private final Samples samples = new Samples();

    @Test
    void aSpreadIsTheMedianAndTheExtremes() {
        assertThat(Samples.Spread.of(new double[] {5, 1, 9})).isEqualTo(new Samples.Spread(5, 1, 9));
        assertThat(Samples.Spread.of(new double[] {4, 1, 9, 2})).isEqualTo(new Samples.Spread(3, 1, 9));
    }

    @Test
    void aRatioIsOfRunsThatWereMadeSideBySide() {
        // The machine was twice as slow in the second round: the ratio is the same in both.
        walls("freshet", 2, 4, 3);
        walls("rustic", 4, 8, 3);

        assertThat(samples.ratio("publish v1", "freshet", "rustic", Cost::wall))
                .isEqualTo(new Samples.Spread(0.5, 0.5, 1));
    }

    @Test
    void roundsThatOnlyOneOfTwoHasAreLeftOut() {
        walls("freshet", 2, 100);
        walls("rustic", 4);

        assertThat(samples.ratio("publish v1", "freshet", "rustic", Cost::wall).most())
                .isEqualTo(0.5);
    }

    @Test
    void stepsAndToolsComeInTheOrderOfTheirFirstRun() {
        walls("tar-zstd", 1);
        walls("freshet", 1);

        assertThat(samples.tools("publish v1")).containsExactly("tar-zstd", "freshet");
        assertThat(samples.has("fetch v1", "freshet")).isFalse();
        assertThatThrownBy(() -> samples.spread("fetch v1", "freshet", Cost::wall))
                .hasMessage("no run of fetch v1 by freshet");
    }

    private void walls(String tool, double... walls) {
        for (double wall : walls) {
            samples.add("publish v1", tool, new Cost(wall, wall, 100, new Traffic(List.of())));
        }
    }
}
