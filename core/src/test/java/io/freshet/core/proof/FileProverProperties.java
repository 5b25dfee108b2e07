package io.freshet.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.RandomItems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a component holds: each path can be proven, with the items that belong to it and no others. */
class FileProverProperties {

    private static final int STEP = 61;

    /** Some paths of each: the first, the last, and every so many between. */
    @Property(tries = 10)
    void aPathIsProvenWithWhatBelongsToIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 1000) int size)
            throws IOException {
        List<Item> items = RandomItems.of(seed, size);
        TestTree tree = TestTree.of(items);
        FileProver prover = new FileProver(null, tree);
        long paths = items.stream().filter(Item.Path.class::isInstance).count();
        long number = 0;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Item.Path path && (number++ % STEP == 0 || number == paths)) {
                int end = i + 1;
                while (end < items.size() && items.get(end) instanceof Item.Piece) {
                    end++;
                }
                FileProof proof = prover.prove(tree.component(), path.path()).orElseThrow();
                assertThat(texts(shown(tree, proof))).isEqualTo(texts(items.subList(i, end)));
            }
        }
    }

    @Property(tries = 10)
    void whatIsNotThereIsNotProven(@ForAll long seed, @ForAll @IntRange(min = 1, max = 500) int size)
            throws IOException {
        TestTree tree = TestTree.of(RandomItems.of(seed, size));
        for (String path : List.of(" ", "zzz/nothing", "m\u0100")) {
            assertThat(new FileProver(null, tree).prove(tree.component(), new EntryPath(path)))
                    .isEmpty();
        }
    }

    /** Items with arrays are equal to none but themselves. */
    private static List<String> texts(List<Item> items) {
        return items.stream()
                .map(item -> switch (item) {
                    case Item.Inline inline -> Arrays.toString(inline.bytes());
                    case Item.File file -> file.path() + " " + file.mode() + " " + file.size();
                    case Item.Path path -> path.getClass() + " " + path.path() + " " + path.mode();
                    case Item.Piece piece -> piece.toString();
                })
                .toList();
    }

    /** After having been written and read. */
    private static List<Item> shown(TestTree tree, FileProof proof) throws IOException {
        ByteWriter out = new ByteWriter(1024);
        proof.root().write(out);
        ByteReader in = new ByteReader("a proof", out.toBytes());
        ProvenNode root = ProvenNode.read(in, 16);
        in.end();
        List<Item> shown = new ArrayList<>();
        root.gather(tree.root().id(), true, true, shown);
        return shown;
    }
}
