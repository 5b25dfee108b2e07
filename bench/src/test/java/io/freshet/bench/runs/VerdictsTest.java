package io.freshet.bench.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private final Samples samples = new Samples();

    @Test
    void aGoalIsMetAtItsLimitAndMissedAboveIt() {
        samples.add("publish v1", "tar-zstd", cost(10, 0, 0));
        samples.add("publish v1", "freshet", cost(10, 0, 0));
        samples.add("publish v2, clustered", "rustic", cost(10, 0, 0));
        samples.add("publish v2, clustered", "freshet", cost(9.1, 0, 0));

        assertThat(table())
                .contains("| publish v1, wall time / tar-zstd's | ≤ 1.00 | 1.00 | met |")
                .contains("| publish v2, clustered, wall time / rustic's | ≤ 0.90 | 0.91 | **missed** |");
    }

    @Test
    void whatWasNotMeasuredIsSaid() {
        samples.add("publish v1", "freshet", cost(10, 0, 0));

        assertThat(table()).contains("| fetch v1, wall time / rustic's | ≤ 0.85 | not measured | |");
    }

    @Test
    void anUpdateIsJudgedByBytesAndRequests() {
        samples.add("update to v2, scattered", "freshet", cost(1, 1_290_000, 101));

        assertThat(table(new Update("scattered", new Bound(900, 1_000_000), 1000)))
                .contains("| update to v2, scattered, bytes / bound | ≤ 1.25 | 1.250: 1.29 MB moved, less 40 bytes for"
                        + " each of 1,000 new chunks, / 1.00 MB; as moved 1.290 | met |")
                .contains("| update to v2, scattered, requests | ≤ 100 | 101 | **missed** |");
    }

    @Test
    void memoryIsTheMostOfAnyStep() {
        samples.add("publish v1", "freshet", new Cost(1, 1, 300, new Traffic(List.of())));
        samples.add("fetch v1", "freshet", new Cost(1, 1, 600, new Traffic(List.of())));
        samples.add("fetch v1", "rustic", new Cost(1, 1, 900, new Traffic(List.of())));

        assertThat(table()).contains("| resident memory, any step, MiB | ≤ 512 | 600 | **missed** |");
    }

    private String table(Update... updates) {
        return new Verdicts(samples, List.of(updates)).toString();
    }

    private static Cost cost(double wall, long bytes, int requests) {
        long each = requests == 0 ? 0 : bytes / requests;
        return new Cost(wall, wall, 100, new Traffic(Collections.nCopies(requests, new Answer(each, 0, "a"))));
    }
}
