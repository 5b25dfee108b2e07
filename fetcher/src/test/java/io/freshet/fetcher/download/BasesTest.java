package io.freshet.fetcher.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.FrameRow;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of what bases nodes say: what it takes, and what comes out of it. */
class BasesTest {

    private static final int PAGE = 4096;
    private static final Digest PACK = Digest.of(new byte[] {1});
    private static final Digest OTHER = Digest.of(new byte[] {2});

    private final Bases bases = new Bases();

    private static int[] pages(int count) {
        int[] lengths = new int[count];
        Arrays.fill(lengths, PAGE);
        return lengths;
    }

    private static BasesNode node(List<FrameRow> frames, BasesNode.Bases... deltas) {
        return new BasesNode(frames, List.of(deltas));
    }

    private static BasesNode.Bases one(long offset, int row, int member, long word) {
        return new BasesNode.Bases(OTHER, offset, new int[] {row}, new int[] {member}, new long[] {word});
    }

    @Test
    void rowsComeBackAsTheyWere() throws Exception {
        List<FrameRow> frames = List.of(
                FrameRow.plain(PACK, 16, 900, pages(32)),
                FrameRow.plain(PACK, 1 << 28, 900, new int[] {PAGE, 1, PAGE}),
                FrameRow.plain(OTHER, 16, 2_097_152, new int[] {2 << 20}),
                FrameRow.delta(OTHER, 5_000_000, 1, pages(1024)),
                FrameRow.plain(OTHER, 6_000_000, 1, new int[] {1}));
        int[] rows = {4, 0, 3, 1, 2};
        int[] members = {0, 31, 1023, 1, 0};
        bases.add(node(frames, new BasesNode.Bases(PACK, 7, rows, members, new long[] {0, 1, 2, 3, -4})), 3);
        Bases.Delta delta = bases.delta(new FrameName(PACK, 7)).orElseThrow();
        assertThat(delta.depth()).isEqualTo(3);
        assertThat(delta.count()).isEqualTo(5);
        for (int i = 0; i < rows.length; i++) {
            FrameRow frame = frames.get(rows[i]);
            int base = bases.base(delta, i);
            assertThat(bases.frames().row(bases.frame(base))).isEqualTo(frame);
            assertThat(bases.frame(FrameName.of(frame))).contains(frame);
            assertThat(bases.length(base)).isEqualTo(frame.lengths()[members[i]]);
            assertThat(bases.basesIn(frame)[members[i]]).isEqualTo(base);
            FrameRow longer = new FrameRow(frame.pack(), frame.offset(), 1000, frame.codec(), frame.lengths());
            assertThat(bases.basesIn(longer)).isEmpty();
        }
        assertThat(bases.word(bases.base(delta, 4))).isEqualTo(-4);
        assertThat(bases.deltas()).containsExactly(new FrameName(PACK, 7));
        assertThat(bases.delta(new FrameName(PACK, 8))).isEmpty();
        assertThat(bases.delta(new FrameName(Digest.of(new byte[] {3}), 7))).isEmpty();
    }

    @Test
    void ofAFrameThatSeveralNodesListTheOneOfLowestDepthCounts() throws Exception {
        List<FrameRow> frames = List.of(FrameRow.plain(PACK, 16, 900, pages(32)));
        for (int depth : new int[] {4, 2, 3}) {
            bases.add(node(frames, one(16, 0, depth, depth), one(600L * depth, 0, 9, 9)), depth);
        }
        Bases.Delta delta = bases.delta(new FrameName(OTHER, 16)).orElseThrow();
        assertThat(delta.depth()).isEqualTo(2);
        assertThat(bases.word(bases.base(delta, 0))).isEqualTo(2);
        assertThat(bases.size()).isEqualTo(4);
        BitSet all = new BitSet();
        all.set(0, 4);
        assertThat(bases.asStored(all)).extracting(FrameName::offset).containsExactly(16L, 1200L, 1800L, 2400L);
    }

    @Test
    void nodesThatContradictEachOtherAreRefused() throws Exception {
        bases.add(node(List.of(FrameRow.plain(PACK, 16, 900, pages(32))), one(16, 0, 3, 7)), 1);
        for (FrameRow other : List.of(
                FrameRow.plain(PACK, 16, 901, pages(32)),
                FrameRow.plain(PACK, 16, 900, pages(31)),
                FrameRow.delta(PACK, 16, 900, pages(32)))) {
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> bases.add(node(List.of(other), one(99, 0, 3, 7)), 2))
                    .withMessageContaining("something else of the frame at byte 16");
        }
    }

    /** What section 1 of the format allows, where every ninth page has changed: 90 MiB. */
    @Test
    void asManyBasesAsThereMayBeTakeSixtyBytesEach() throws Exception {
        int count = BasesPlace.MOST_BASES;
        int each = 15_000;
        long before = used();
        bases.reserve(count);
        for (int first = 0; first < count; first += each) {
            bases.add(pages(first, each), 1);
        }
        long used = used() - before;
        System.out.printf("%d bases take %d bytes each%n", count, used / count);
        assertThat(bases.size()).isEqualTo(count);
        assertThat(used).isLessThan(60L * count);
    }

    /** Delta frames of 60 bases each; three of these lie in each plain frame of 32 pages. */
    private static BasesNode pages(int first, int count) {
        List<FrameRow> frames = new ArrayList<>();
        int[] lengths = pages(32);
        for (int frame = first / 3; frame < (first + count) / 3; frame++) {
            Digest pack = Digest.of(new byte[] {(byte) (frame / 6000)});
            frames.add(FrameRow.plain(pack, 16 + frame % 6000 * 70_000L, 70_000, lengths));
        }
        List<BasesNode.Bases> deltas = new ArrayList<>();
        for (int base = 0; base < count; base += 60) {
            int[] rows = new int[60];
            int[] members = new int[60];
            long[] words = new long[60];
            for (int i = 0; i < 60; i++) {
                rows[i] = (base + i) / 3;
                members[i] = (base + i) % 3 * 11;
                words[i] = (first + base + i) * 0x9e3779b97f4a7c15L;
            }
            deltas.add(new BasesNode.Bases(OTHER, 16 + (first + base) * 100L, rows, members, words));
        }
        return new BasesNode(frames, deltas);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
