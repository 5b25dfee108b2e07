package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.log.ConsistencyProof.Outcome;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Proofs against a tree that is computed as the RFC defines it: all small sizes, and proofs that were tampered with. */
class MerkleProofsTest {

    private static final int MOST = 300;
    private static final NaiveTree TREE = NaiveTree.of(Entries.first(MOST));
    private static final Digest STRANGE = Digest.of(new byte[] {1, 2, 3});

    @Test
    void everyEntryIsProvenInEverySize() throws Exception {
        for (int size = 1; size <= MOST; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(TREE, index, size);
                assertThat(proof.path()).isEqualTo(TREE.path(index, 0, size));
                assertThat(proof.holds(TREE.leaf(index), TREE.head(size))).isTrue();
                assertThat(proof.holds(STRANGE, TREE.head(size))).isFalse();
            }
        }
    }

    @Test
    void everySizeGrowsIntoEveryLargerOne() throws Exception {
        for (int later = 0; later <= MOST; later++) {
            for (int earlier = 0; earlier <= later; earlier++) {
                ConsistencyProof proof = ConsistencyProof.of(TREE, earlier, later);
                assertThat(proof.path()).isEqualTo(TREE.proof(earlier, later));
                assertThat(proof.check(TREE.head(earlier), TREE.head(later))).isEqualTo(Outcome.HOLDS);
            }
        }
    }

    @Test
    void anotherBeginningIsProvenByTheLaterTreeItself() throws Exception {
        for (int later = 1; later <= 70; later++) {
            for (int earlier = 1; earlier <= later; earlier++) {
                TreeHead other = new TreeHead(earlier, STRANGE);
                Outcome outcome = ConsistencyProof.of(TREE, earlier, later).check(other, TREE.head(later));
                // Where the proof begins with the earlier root, one that is wrong leads to no later root at all.
                boolean leftOut = Long.bitCount(earlier) == 1 && earlier < later;
                assertThat(outcome).isEqualTo(leftOut ? Outcome.PROVES_NOTHING : Outcome.OTHER_BEGINNING);
            }
        }
    }

    @Property
    void aTamperedInclusionProofIsRefused(
            @ForAll @IntRange(min = 1, max = MOST) int size, @ForAll int where, @ForAll int how, @ForAll long seed)
            throws Exception {
        int index = Math.floorMod(where, size);
        InclusionProof proof = InclusionProof.of(TREE, index, size);
        InclusionProof tampered = switch (Math.floorMod(how, 4)) {
            case 0 -> new InclusionProof((index + 1 + Math.floorMod(seed, MOST)) % (MOST + 1), proof.path());
            case 1 -> new InclusionProof(index, Tampering.of(proof.path(), seed));
            case 2 -> new InclusionProof(index + (1L << Math.floorMod(seed, 62)), proof.path());
            default -> new InclusionProof(Long.MAX_VALUE, proof.path());
        };
        if (!tampered.equals(proof)) {
            assertThat(tampered.holds(TREE.leaf(index), TREE.head(size))).isFalse();
        }
        assertThat(proof.holds(TREE.leaf(index), new TreeHead(size, STRANGE))).isFalse();
    }

    @Property
    void aTamperedConsistencyProofIsRefused(
            @ForAll @IntRange(min = 1, max = MOST) int later, @ForAll int where, @ForAll long seed) throws Exception {
        int earlier = 1 + Math.floorMod(where, later);
        ConsistencyProof proof = ConsistencyProof.of(TREE, earlier, later);
        ConsistencyProof tampered = new ConsistencyProof(Tampering.of(proof.path(), seed));
        assertThat(tampered.check(TREE.head(earlier), TREE.head(later))).isEqualTo(Outcome.PROVES_NOTHING);
        // The hashes make the later root whatever the earlier one is; another later root they never make.
        if (earlier < later) {
            assertThat(proof.check(TREE.head(earlier), new TreeHead(later, STRANGE)))
                    .isEqualTo(Outcome.PROVES_NOTHING);
        }
    }

    @Test
    void theTreeOfNoEntriesIsTheBeginningOfAllAndTakesNoProof() {
        ConsistencyProof none = new ConsistencyProof(List.of());
        assertThat(none.check(TreeHead.EMPTY, TREE.head(7))).isEqualTo(Outcome.HOLDS);
        assertThat(new ConsistencyProof(List.of(STRANGE)).check(TreeHead.EMPTY, TREE.head(7)))
                .isEqualTo(Outcome.PROVES_NOTHING);
        assertThatThrownBy(() -> new TreeHead(0, STRANGE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> none.check(TREE.head(2), TREE.head(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.of(TREE, 7, 7)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Changes a list of hashes: it is never the same afterwards. */
    private static final class Tampering {

        static List<Digest> of(List<Digest> path, long seed) {
            List<Digest> changed = new ArrayList<>(path);
            int at = Math.floorMod(seed >> 8, changed.size() + 1);
            boolean inside = at < changed.size();
            switch (Math.floorMod(seed, 4)) {
                case 0 -> changed.add(at, inside ? changed.get(at) : STRANGE);
                case 1 -> changed.add(at, STRANGE);
                case 2 -> {
                    if (inside) {
                        changed.remove(at);
                    } else {
                        changed.add(STRANGE);
                    }
                }
                default -> {
                    if (inside) {
                        byte[] bytes = changed.get(at).bytes();
                        bytes[Math.floorMod(seed >> 16, bytes.length)] ^= (byte) (1 << Math.floorMod(seed >> 4, 8));
                        changed.set(at, Digest.at(bytes, 0));
                    } else {
                        changed.add(changed.isEmpty() ? STRANGE : changed.getLast());
                    }
                }
            }
            return changed;
        }
    }
}
