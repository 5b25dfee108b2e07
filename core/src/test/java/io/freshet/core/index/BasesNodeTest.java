package io.freshet.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a bases node costs in bytes, and what one that means harm costs in memory. */
class BasesNodeTest {

    private static final Digest PACK = Digest.of(new byte[] {1});

    /** Eight bytes are the word of its id; a base lies wherever its tree had a page. */
    @Test
    void aScatteredBaseCostsAtMostTwelveBytes() {
        int bases = 1000;
        List<FrameRow> frames = List.of(
                FrameRow.plain(PACK, 16, 9000, new int[] {4096, 4096}),
                FrameRow.plain(PACK, 90_000, 9000, new int[] {4096, 4096}));
        int[] rows = new int[bases];
        int[] members = new int[bases];
        for (int i = 0; i < bases; i++) {
            rows[i] = i % 2;
            members[i] = i / 2 % 2;
        }
        BasesNode node =
                new BasesNode(frames, List.of(new BasesNode.Bases(PACK, 500_000, rows, members, new long[bases])));
        assertThat(node.toBytes()).hasSizeLessThan(12 * bases);
    }

    @Test
    void aNodeNamesAsManyBasesAsTheRootSays() throws FormatException {
        BasesNode.Bases three = new BasesNode.Bases(PACK, 500_000, new int[3], new int[3], new long[3]);
        BasesNode.Bases one = new BasesNode.Bases(PACK, 600_000, new int[1], new int[1], new long[1]);
        BasesNode node = new BasesNode(List.of(FrameRow.plain(PACK, 16, 9000, new int[] {4096})), List.of(three, one));
        place(4).check(node);
        for (int said : new int[] {1, 3, 5, BasesPlace.MOST_BASES}) {
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> place(said).check(node))
                    .withMessageContaining("names 4 bases, and the location root says " + said);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> place(0));
        assertThatIllegalArgumentException().isThrownBy(() -> place(BasesPlace.MOST_BASES + 1));
    }

    private static BasesPlace place(int bases) {
        return new BasesPlace(new BlobPlace(PACK, 16, 90, 90, Codec.STORED), PACK, 1, 5, bases);
    }

    /** Rows of eight bytes that each speak of 1,024 members share one array, or 4 MiB would become 2 GB. */
    @Test
    void manyRowsOfManyMembersTakeLittleMemory() throws FormatException {
        byte[] plain = node(out -> {
            out.varint(500_000);
            for (int i = 0; i < 500_000; i++) {
                out.varint(1).zigzag(0).varint(1).u8(2).varint(1024 << 1 | 1).varint(256);
            }
            return out.varint(0);
        });
        assertThat(BasesNode.read(Digest.of(plain), plain).frames()).hasSize(500_000);
    }

    @Test
    void rowsOfMoreMembersThanAnyNodeHasAreRefused() {
        byte[] plain = node(out -> {
            out.varint(10_000);
            for (int i = 0; i < 10_000; i++) {
                int length = 1 + i % 256;
                out.varint(1).zigzag(0).varint(1).u8(1);
                out.varint((1024 - i / 256) << 1 | 1).varint(length);
            }
            return out.varint(0);
        });
        assertRefused(plain, "members");
    }

    /** A count is believed only where so many can follow: nothing is allocated for the others. */
    @Test
    void countsBeyondTheBytesAreRefused() {
        long most = Integer.MAX_VALUE;
        assertRefused(node(out -> out.varint(most)), "number of frames");
        assertRefused(node(out -> out.varint(0).varint(most)), "number of delta frames");
        UnaryOperator<ByteWriter> delta =
                out -> row(out.varint(1)).varint(1).varint(1).zigzag(16);
        assertRefused(node(out -> delta.apply(out).varint(most).raw(new byte[20])), "number of bases");
        assertRefused(node(out -> delta.apply(out).varint(2).raw(new byte[18])), "number of bases");
    }

    @Test
    void aNodeCannotNameItsOwnPack() {
        FrameRow own = FrameRow.plain(Digest.ZERO, 16, 9000, new int[] {4096});
        assertThatIllegalArgumentException().isThrownBy(() -> new BasesNode(List.of(own), List.of()));
    }

    private static ByteWriter row(ByteWriter out) {
        return out.varint(1).zigzag(0).varint(1).u8(1).varint(1 << 1 | 1).varint(4096);
    }

    private static byte[] node(UnaryOperator<ByteWriter> body) {
        ByteWriter out = new ByteWriter(5 << 20);
        out.magic("FRBN", 1).noFeatures().varint(1).digest(PACK);
        return body.apply(out).toBytes();
    }

    private static void assertRefused(byte[] plain, String problem) {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> BasesNode.read(Digest.of(plain), plain))
                .withMessageContaining(problem);
    }
}
