package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log, or a mirror, can try against somebody who remembers the last checkpoint; named after the attack. */
class LogViewTest {

    private final TestLog log = new TestLog();

    /** The same log to others: same key, another history from entry {@code shared} on. */
    private TestLog fork(int shared, int size) throws Exception {
        TestLog fork = new TestLog(log.signer);
        fork.growTo(shared);
        fork.growTo(size, "for others");
        return fork;
    }

    @Test
    void growthIsFollowed() throws Exception {
        LogView view = LogView.first(log.accept(log.growTo(0)));
        for (int size : new int[] {1, 2, 255, 256, 257, 300, 512, 513, 513}) {
            SignedCheckpoint grown = log.growTo(size);
            VerifiedCheckpoint offered = log.accept(grown);
            ConsistencyProof proof = log.tree().consistency(view.seen().head().size());
            assertThat(view.next(offered, proof).seen()).isEqualTo(grown);
            view = view.next(offered, log.tiles);
            assertThat(view.seen()).isEqualTo(grown);
        }
    }

    @Test
    void noTileIsReadForTheSameTree() throws Exception {
        SignedCheckpoint seen = log.growTo(300);
        log.tiles.reads.clear();
        assertThat(LogView.first(log.accept(seen))
                        .next(log.accept(seen), log.tiles)
                        .seen())
                .isEqualTo(seen);
        assertThat(log.tiles.reads).isEmpty();
    }

    @Test
    void entriesAreDropped() throws Exception {
        SignedCheckpoint before = log.growTo(299);
        SignedCheckpoint seen = log.growTo(300);
        assertEvidence(LogException.Truncated.class, seen, before, log);
    }

    @Test
    void twoHistoriesOfOneSize() throws Exception {
        SignedCheckpoint seen = log.growTo(300);
        TestLog fork = fork(299, 300);
        assertEvidence(LogException.SplitView.class, seen, fork.growTo(300), fork);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 255, 299})
    void anotherHistoryHasGrownFurther(int shared) throws Exception {
        SignedCheckpoint seen = log.growTo(300);
        TestLog fork = fork(shared, 700);
        assertEvidence(LogException.SplitView.class, seen, fork.growTo(700), fork);
        // By a proof as well: it makes the later root, and another earlier one than was seen.
        LogView view = LogView.first(log.accept(seen));
        assertThatThrownBy(() ->
                        view.next(log.accept(fork.growTo(700)), fork.tree().consistency(300)))
                .isInstanceOf(LogException.SplitView.class);
    }

    /** A proof of growth from a power of two begins with the earlier root itself: only tiles show that it is another. */
    @Test
    void anotherHistoryHasGrownFurtherFromAPowerOfTwo() throws Exception {
        SignedCheckpoint seen = log.growTo(256);
        TestLog fork = fork(100, 700);
        assertEvidence(LogException.SplitView.class, seen, fork.growTo(700), fork);
        LogView view = LogView.first(log.accept(seen));
        assertThatThrownBy(() ->
                        view.next(log.accept(fork.growTo(700)), fork.tree().consistency(256)))
                .isInstanceOf(LogException.NotConsistent.class);
    }

    /** A mirror that lies is no proof that the log does. */
    @Test
    void aMirrorGivesOtherTiles() throws Exception {
        LogView view = LogView.first(log.accept(log.growTo(300)));
        VerifiedCheckpoint offered = log.accept(log.growTo(700));
        TestLog fork = fork(100, 700);
        assertThatThrownBy(() -> view.next(offered, fork.tiles)).isInstanceOf(LogException.WrongTiles.class);
        assertThatThrownBy(() -> view.next(offered, new MemoryTiles())).isInstanceOf(LogException.Missing.class);
        assertThatThrownBy(() -> view.next(offered, fork.tree().consistency(300)))
                .isInstanceOfSatisfying(LogException.NotConsistent.class, e -> {
                    assertThat(e.seen()).isEqualTo(view.seen().encode());
                    assertThat(e.offered()).isEqualTo(offered.signed().encode());
                });
        assertThatThrownBy(() -> view.next(offered, new ConsistencyProof(List.of())))
                .isInstanceOf(LogException.NotConsistent.class);
    }

    @Test
    void anotherLogIsOffered() throws Exception {
        SignedCheckpoint seen = log.growTo(300);
        TestLog other = new TestLog(new LogSigner("example.com/other", TestLog.newKey()));
        LogView view = LogView.first(log.accept(seen));
        VerifiedCheckpoint offered = other.accept(other.growTo(700));
        assertThatThrownBy(() -> view.next(offered, other.tiles)).isInstanceOf(LogException.OtherLog.class);
    }

    /** Both notes are kept to the byte: whoever has the log's key can check them. */
    private <E extends LogException.Conflict> void assertEvidence(
            Class<E> type, SignedCheckpoint seen, SignedCheckpoint offered, TestLog source) throws Exception {
        LogView view = LogView.first(log.accept(seen));
        VerifiedCheckpoint accepted = log.accept(offered);
        assertThatThrownBy(() -> view.next(accepted, source.tiles)).isInstanceOfSatisfying(type, e -> {
            assertThat(e.seen()).isEqualTo(seen.encode());
            assertThat(e.offered()).isEqualTo(offered.encode());
            assertThat(e).hasMessageContaining(TestLog.ORIGIN);
        });
    }

    @Test
    void theProofOfAnOldReleaseHasAnEarlierTreeOfTheSameLog() throws Exception {
        SignedCheckpoint before = log.growTo(257);
        SignedCheckpoint seen = log.growTo(700);
        LogView view = LogView.first(log.accept(seen));
        assertThat(view.withEarlier(log.accept(before), log.tiles)).isEqualTo(view);
        SignedCheckpoint later = log.growTo(701);
        assertThat(view.withEarlier(log.accept(later), log.tiles).seen()).isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 299})
    void anEarlierTreeIsOfAnotherHistory(int shared) throws Exception {
        SignedCheckpoint seen = log.growTo(700);
        SignedCheckpoint forked = fork(shared, 300).growTo(300);
        LogView view = LogView.first(log.accept(seen));
        assertThatThrownBy(() -> view.withEarlier(log.accept(forked), log.tiles))
                .isInstanceOf(LogException.SplitView.class);
    }

    /** That says nothing of the log: whoever copied a release may have no more of it. */
    @Test
    void anEarlierTreeAndTheMirrorHasNotTheTilesOfWhatWasSeen() throws Exception {
        SignedCheckpoint seen = log.growTo(700);
        TestLog fork = fork(1, 300);
        SignedCheckpoint forked = fork.growTo(300);
        LogView view = LogView.first(log.accept(seen));
        assertThatThrownBy(() -> view.withEarlier(log.accept(forked), fork.tiles))
                .isInstanceOf(LogException.Missing.class);
        assertThatThrownBy(() -> view.withEarlier(log.accept(forked), fork(1, 700).tiles))
                .isInstanceOf(LogException.WrongTiles.class);
    }
}
