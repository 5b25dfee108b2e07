package io.freshet.bench.nights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmissionsTest {
    private static final int CHUNKS = 20_000;
    private static final int STORED = 2_500;
    private static final int FRAME = 64 << 10;
    private static final Policy POLICY = new Policy(1.08, 1, 1 << 20);

    @Test
    void scatteredChangesDecayWithoutReEmissionAndStayWithinTheTargetWithIt() {
        var random = new SplittableRandom(1);
        var history = history(12, night -> at -> random.nextInt(10) == 0);

        var none = Emissions.run(history, FRAME, Policy.NONE);
        var some = Emissions.run(history, FRAME, POLICY);

        assertThat(none.bytes()).isGreaterThan(1.8);
        assertThat(some.bytes()).isBetween(1.0, 1.1);
        assertThat(some.again()).isBetween(0.2, 0.4);
    }

    @Test
    void whatDiesInOnePieceNeedsNoReEmission() {
        var history = history(12, night -> at -> at / (CHUNKS / 10) == night % 10);

        var outcome = Emissions.run(history, FRAME, POLICY);

        assertThat(outcome.again()).isZero();
        assertThat(outcome.bytes()).isBetween(1.0, 1.01);
        assertThat(outcome.anew()).isBetween(0.099, 0.101);
    }

    @Test
    void aBudgetBoundsWhatIsWrittenAgain() {
        var random = new SplittableRandom(2);
        var history = history(12, night -> at -> random.nextInt(10) == 0);

        var outcome = Emissions.run(history, FRAME, new Policy(1.08, 0.1, 1 << 20));

        assertThat(outcome.again()).isBetween(0.01, 0.1);
    }

    /** Which places change in a night. */
    private interface Changes {
        IntPredicate of(int night);
    }

    private static History history(int nights, Changes changes) {
        List<int[]> all = new ArrayList<>();
        int next = CHUNKS;
        all.add(IntStream.range(0, CHUNKS).toArray());
        for (int night = 1; night <= nights; night++) {
            int[] ids = all.getLast().clone();
            var changed = changes.of(night);
            for (int at = 0; at < CHUNKS; at++) {
                if (changed.test(at)) {
                    ids[at] = next++;
                }
            }
            all.add(ids);
        }
        int[] length = new int[next];
        int[] single = new int[next];
        Arrays.fill(length, Tree.PAGE);
        Arrays.fill(single, STORED);
        return new History("4 KiB", 32, all, length, single, List.of());
    }
}
