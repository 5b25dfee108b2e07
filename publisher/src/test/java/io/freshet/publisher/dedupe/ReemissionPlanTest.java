package io.freshet.publisher.dedupe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReemissionPlanTest {

    private static final int SIZE = 1000;

    @Test
    void nothingIsGivenUpWhereAllIsUsed() {
        assertEquals(Set.of(), ReemissionPlan.choose(list(1000, 1000, 1000), 0, 1.08, 1));
    }

    @Test
    void theLeastUsedGoFirst() {
        assertEquals(Set.of(name(1)), ReemissionPlan.choose(list(1000, 100, 1000, 900, 1000), 0, 1.08, 1));
    }

    @Test
    void whatThisNightKillsIsForeseen() {
        PackList list = list(IntStream.range(0, 20).map(i -> 950).toArray());
        assertEquals(Set.of(), ReemissionPlan.choose(list, 0, 1.08, 1));
        assertTrue(ReemissionPlan.choose(list, 20 * 95, 1.08, 1).size() > 0);
    }

    @Test
    void theBudgetIsKept() {
        PackList list = list(500, 500, 500, 500, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000);
        assertEquals(0, ReemissionPlan.choose(list, 0, 1.08, 0.01).size());
        assertEquals(2, ReemissionPlan.choose(list, 0, 1.08, 0.1).size());
        assertEquals(3, ReemissionPlan.choose(list, 0, 1.08, 1).size());
    }

    @Test
    void whatIsChosenBringsTheOverheadDown() {
        PackList list =
                list(IntStream.range(0, 200).map(i -> 1000 - (i * 37) % 701).toArray());
        for (double overhead : new double[] {1.05, 1.1, 1.3}) {
            Set<Digest> chosen = ReemissionPlan.choose(list, 0, overhead, 1);
            double used = list.packs().stream().mapToLong(PackUse::used).sum();
            double read = list.packs().stream()
                    .mapToLong(pack -> chosen.contains(pack.pack()) ? pack.used() : pack.size())
                    .sum();
            assertTrue(read / used <= overhead, overhead + ": " + read / used);
            assertTrue(read / used > overhead - 0.01, overhead + ": " + read / used);
        }
    }

    private static PackList list(int... used) {
        Stream<PackUse> packs =
                IntStream.range(0, used.length).mapToObj(i -> new PackUse(name(i), SIZE, used[i], true, false));
        return new PackList(0, packs.toList());
    }

    private static Digest name(int i) {
        return Digest.of(new ByteWriter(4).u32(i).toBytes());
    }
}
