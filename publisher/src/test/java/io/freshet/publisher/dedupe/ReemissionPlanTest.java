package io.freshet.publisher.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReemissionPlanTest {

    private static final int READ = 1000;
    private static final ReemissionPlan PLAN = new ReemissionPlan(1.08, 1);

    @TempDir
    Path directory;

    @Test
    void nothingIsGivenUpWhereAllIsLive() {
        assertThat(dropped(PLAN, 0, 1000, 1000, 1000)).isEmpty();
    }

    @Test
    void theLeastLiveGoFirstAndNoMoreThanNeedBe() {
        assertThat(dropped(PLAN, 0, 1000, 100, 1000, 950, 1000)).containsExactly(1);
    }

    @Test
    void whatTheComingNightKillsIsForeseen() {
        int[] live = IntStream.range(0, 20).map(i -> 950).toArray();
        assertThat(dropped(PLAN, 0, live)).isEmpty();
        assertThat(dropped(PLAN, 0.1, live)).isNotEmpty();
    }

    @Test
    void theBudgetIsKept() {
        int[] live = {500, 500, 500, 500, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000};
        assertThat(dropped(new ReemissionPlan(1.08, 0.01), 0, live)).isEmpty();
        assertThat(dropped(new ReemissionPlan(1.08, 0.1), 0, live)).hasSize(2);
        assertThat(dropped(new ReemissionPlan(1.08, 1), 0, live)).hasSize(3);
    }

    @Test
    void whatIsChosenBringsTheOverheadDown() {
        int[] live = IntStream.range(0, 200).map(i -> 1000 - (i * 37) % 701).toArray();
        for (double overhead : new double[] {1.05, 1.1, 1.3}) {
            List<Integer> chosen = dropped(new ReemissionPlan(overhead, 1), 0, live);
            double sum = IntStream.of(live).sum();
            double read = IntStream.range(0, live.length)
                    .map(i -> chosen.contains(i) ? live[i] : READ)
                    .sum();
            assertThat(read / sum).isBetween(overhead - 0.01, overhead);
        }
    }

    @Test
    void decayIsWhatDiedUnderWhatIsStillRead() {
        List<Digest> packs = List.of(name(0), name(1));
        List<Region> regions = List.of(new Region(0, 0, 900, 1000, false), new Region(1, 0, 500, 500, false));
        PackList parent = list(40, 900, 500);
        // Of pack 1, 300 bytes died in one piece: a fetch passes over them.
        assertThat(ReemissionPlan.decay(regions, packs, parent, Optional.of(list(0, 1000, 800))))
                .isEqualTo(100 / 1800.0);
        assertThat(ReemissionPlan.decay(regions, packs, parent, Optional.empty()))
                .isZero();
        // Too little of the parent is older than it: what was new has to tell.
        assertThat(ReemissionPlan.decay(regions, packs, parent, Optional.of(list(0, 600))))
                .isEqualTo(40 / 1400.0);
    }

    @Test
    void regionsWithPagesStayWhereDeltasAreMadeAgainstThem() {
        List<Region> regions = List.of(new Region(0, 0, 1, 1000, true), new Region(1, 0, 1, 1000, false));
        ReemissionPlan plan = new ReemissionPlan(1.1, 1);
        DroppedRegions keeping = plan.choose(regions, 0, true);
        assertThat(keeping.contains(0, 0)).isFalse();
        assertThat(keeping.contains(1, 0)).isTrue();
        assertThat(keeping.deltas()).isFalse();
        DroppedRegions all = plan.choose(regions, 0, false);
        assertThat(all.contains(0, 0)).isTrue();
        assertThat(all.deltas()).isTrue();
    }

    @Test
    void whatAColdFetchReadsIsFoundByRegion() throws Exception {
        try (RegionUses uses = new RegionUses(directory)) {
            int frame = 60_000;
            // Pack 0: two neighbours, a gap that is read through, a frame beyond a gap that is not, another region.
            uses.add(0, 16, frame, frame, false);
            uses.add(0, 16 + frame, frame, frame / 2, false);
            uses.add(0, 16 + 2 * frame + 10_000, frame, frame, false);
            uses.add(0, 5_000_000, frame, frame, false);
            uses.add(0, 9_000_000, frame, frame, true);
            uses.add(0, 9_000_000, frame, frame, true);
            uses.add(1, 16, frame, 100, false);
            assertThat(uses.finish())
                    .containsExactly(
                            new Region(0, 0, 3 * frame + frame / 2, 4 * frame + 10_000, false),
                            new Region(0, 1, frame, frame, true),
                            new Region(1, 0, 100, frame, false));
        }
    }

    /** Numbers of the regions, one a pack, that a plan drops. */
    private static List<Integer> dropped(ReemissionPlan plan, double decay, int... live) {
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < live.length; i++) {
            regions.add(new Region(i, 0, live[i], READ, false));
        }
        DroppedRegions dropped = plan.choose(regions, decay, false);
        return IntStream.range(0, live.length)
                .filter(i -> dropped.contains(i, 0))
                .boxed()
                .toList();
    }

    private static PackList list(long newBytes, int... used) {
        return new PackList(
                newBytes,
                IntStream.range(0, used.length)
                        .mapToObj(i -> new PackUse(name(i), 1000, used[i], true, false))
                        .toList());
    }

    private static Digest name(int i) {
        return Digest.of(new ByteWriter(4).u32(i).toBytes());
    }
}
