package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.freshet.providers.api.Body;
import io.freshet.providers.api.ByteRange;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.RangeTooShort;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoredObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole objects, ranges, sizes; what is missing, too long or too short. */
interface ReadContract extends ContractOf {

    @Test
    default void aMissingObjectIsEmptyWhereTheCallerCantKnow() throws Exception {
        with(store -> {
            assertThat(store.get("missing", 100)).isEmpty();
            assertThat(store.stat("packs/ab/missing.bin")).isEmpty();
        });
    }

    @Test
    default void aMissingObjectIsAnErrorWhereTheCallerShouldHaveKnown() throws Exception {
        with(store -> assertThatExceptionOfType(ObjectMissing.class)
                .isThrownBy(() -> store.getRange("packs/ab/missing.bin", 7, 3))
                .satisfies(e -> {
                    assertThat(e.where().store()).isEqualTo(store.url());
                    assertThat(e.where().key()).contains("packs/ab/missing.bin");
                    assertThat(e.where().range()).contains(new ByteRange(7, 3));
                    assertThat(e.retryable()).isFalse();
                    assertThat(e).hasMessageContainingAll(store.url(), "packs/ab/missing.bin", "7-9", e.whatToDo());
                }));
    }

    @Test
    default void whatWasWrittenIsRead() throws Exception {
        with(store -> {
            byte[] bytes = Bodies.random(100_000, 1);
            Revision revision = store.put("a/b.bin", Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY);
            StoredObject read = store.get("a/b.bin", 100_000).orElseThrow();
            assertThat(read.bytes()).isEqualTo(bytes);
            assertThat(read.revision()).isEqualTo(revision);
        });
    }

    @Test
    default void anObjectMayBeEmpty() throws Exception {
        with(store -> {
            store.put("empty", Body.of(new byte[0]), ObjectHeaders.MUTABLE_TEXT);
            assertThat(store.get("empty", 0).orElseThrow().bytes()).isEmpty();
            assertThat(store.stat("empty").orElseThrow().size()).isZero();
            assertThatExceptionOfType(RangeTooShort.class).isThrownBy(() -> store.getRange("empty", 0, 1));
        });
    }

    @Test
    default void anObjectLongerThanItsReaderAcceptsIsNotRead() throws Exception {
        with(store -> {
            store.put("long", Body.of(new byte[1001]), ObjectHeaders.IMMUTABLE_BINARY);
            assertThatExceptionOfType(ObjectTooLarge.class)
                    .isThrownBy(() -> store.get("long", 1000))
                    .satisfies(e -> {
                        assertThat(e.limit()).isEqualTo(1000);
                        assertThat(e.where().key()).contains("long");
                    });
            assertThat(store.get("long", 1001)).isPresent();
        });
    }

    @Test
    default void aRangeIsExactlyWhatWasAskedFor() throws Exception {
        with(store -> {
            byte[] bytes = Bodies.random(10_000, 2);
            store.put("r", Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY);
            for (ByteRange r : List.of(new ByteRange(0, 1), new ByteRange(17, 4000), new ByteRange(9_999, 1))) {
                assertThat(store.getRange("r", r.offset(), (int) r.length()))
                        .isEqualTo(Arrays.copyOfRange(bytes, (int) r.offset(), (int) (r.offset() + r.length())));
            }
            assertThat(store.getRange("r", 0, 10_000)).isEqualTo(bytes);
        });
    }

    @Test
    default void aRangeBeyondTheEndIsAnErrorAndNeverShort() throws Exception {
        with(store -> {
            store.put("r", Body.of(new byte[100]), ObjectHeaders.IMMUTABLE_BINARY);
            for (ByteRange range : List.of(new ByteRange(99, 2), new ByteRange(100, 1), new ByteRange(1L << 40, 10))) {
                assertThatExceptionOfType(RangeTooShort.class)
                        .isThrownBy(() -> store.getRange("r", range.offset(), (int) range.length()))
                        .satisfies(e -> assertThat(e.where().range()).contains(range));
            }
        });
    }

    @Test
    default void anObjectHasASizeAndATime() throws Exception {
        with(store -> {
            store.put("a/s", Body.of(new byte[1234]), ObjectHeaders.IMMUTABLE_BINARY);
            ObjectStat stat = store.stat("a/s").orElseThrow();
            assertThat(stat.key()).isEqualTo("a/s");
            assertThat(stat.size()).isEqualTo(1234);
            assertThat(stat.lastModified()).isAfter(Instant.EPOCH);
        });
    }

    @Test
    default void anIllegalKeyNeverReachesTheStore() throws Exception {
        with(store -> {
            for (String key : List.of("", "/a", "a/", "a//b", "../a", "a/../b", ".freshet/lock", "a b", "ä")) {
                assertThatIllegalArgumentException().isThrownBy(() -> store.get(key, 1));
                assertThatIllegalArgumentException().isThrownBy(() -> store.getRange(key, 0, 1));
                assertThatIllegalArgumentException().isThrownBy(() -> store.stat(key));
                assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> store.put(key, Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> store.getRange("a", -1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> store.getRange("a", 0, 0));
        });
    }
}
