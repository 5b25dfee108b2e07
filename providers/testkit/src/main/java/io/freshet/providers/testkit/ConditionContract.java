package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreProbe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conditional writes, one at a time. */
interface ConditionContract extends ContractOf {

    @Test
    default void putIfAbsentStoresOnlyTheFirst() throws Exception {
        with(store -> {
            assumeTrue(store.capabilities().putIfAbsent(), "no put-if-absent: declared");
            PutResult first = store.putIfAbsent("log/seq/1", Bodies.text("first"), ObjectHeaders.IMMUTABLE_JSON);
            assertThat(first).isInstanceOf(PutResult.Stored.class);
            assertThat(store.putIfAbsent("log/seq/1", Bodies.text("second"), ObjectHeaders.IMMUTABLE_JSON))
                    .isEqualTo(new PutResult.Exists());
            assertThat(store.putIfAbsent("log/seq/1", Bodies.text("first"), ObjectHeaders.IMMUTABLE_JSON))
                    .as("identical bytes exist all the same")
                    .isEqualTo(new PutResult.Exists());
            assertThat(content(store, "log/seq/1")).isEqualTo("first");
        });
    }

    @Test
    default void putIfAbsentStoresAgainAfterARemoval() throws Exception {
        with(store -> {
            assumeTrue(store.capabilities().putIfAbsent(), "no put-if-absent: declared");
            store.putIfAbsent("k", Bodies.text("first"), ObjectHeaders.MUTABLE_TEXT);
            store.delete("k");
            assertThat(store.putIfAbsent("k", Bodies.text("second"), ObjectHeaders.MUTABLE_TEXT))
                    .isInstanceOf(PutResult.Stored.class);
        });
    }

    @Test
    default void theRevisionOfEachWriteIsWhatTheNextOneExpects() throws Exception {
        with(store -> {
            assumeTrue(store.capabilities().compareAndSet(), "no compare-and-set: declared");
            PutResult created = store.putIfAbsent("t", Bodies.text("0"), ObjectHeaders.MUTABLE_JSON);
            Revision revision = ((PutResult.Stored) created).revision();
            for (int i = 1; i <= 3; i++) {
                CasResult result =
                        store.compareAndSet("t", revision, Bodies.text("value " + i), ObjectHeaders.MUTABLE_JSON);
                assertThat(result).isInstanceOf(CasResult.Stored.class);
                revision = ((CasResult.Stored) result).revision();
                assertThat(store.get("t", 100).orElseThrow().revision()).isEqualTo(revision);
            }
            Revision put = store.put("t", Bodies.text("by put"), ObjectHeaders.MUTABLE_JSON);
            assertThat(store.compareAndSet("t", put, Bodies.text("last"), ObjectHeaders.MUTABLE_JSON))
                    .isInstanceOf(CasResult.Stored.class);
            assertThat(content(store, "t")).isEqualTo("last");
        });
    }

    @Test
    default void aRevisionThatWasReplacedIsAConflict() throws Exception {
        with(store -> {
            assumeTrue(store.capabilities().compareAndSet(), "no compare-and-set: declared");
            Revision old = store.put("t", Bodies.text("old"), ObjectHeaders.MUTABLE_JSON);
            store.put("t", Bodies.text("new"), ObjectHeaders.MUTABLE_JSON);
            assertThat(store.compareAndSet("t", old, Bodies.text("mine"), ObjectHeaders.MUTABLE_JSON))
                    .isEqualTo(new CasResult.Conflict());
            assertThat(content(store, "t")).isEqualTo("new");
        });
    }

    @Test
    default void anObjectThatIsGoneIsAConflict() throws Exception {
        with(store -> {
            assumeTrue(store.capabilities().compareAndSet(), "no compare-and-set: declared");
            Revision old = store.put("t", Bodies.text("old"), ObjectHeaders.MUTABLE_JSON);
            store.delete("t");
            assertThat(store.compareAndSet("t", old, Bodies.text("mine"), ObjectHeaders.MUTABLE_JSON))
                    .isEqualTo(new CasResult.Conflict());
            assertThat(store.stat("t")).isEmpty();
        });
    }

    @Test
    default void theProbeSeesWhatIsDeclaredAndLeavesNothing() throws Exception {
        with(store -> {
            assertThat(new StoreProbe(store, new Random(6)).probe()).isEqualTo(store.capabilities());
            assertThat(store.listPage("", Optional.empty()).objects()).isEmpty();
        });
    }

    private static String content(ObjectStore store, String key) throws Exception {
        return new String(store.get(key, 1000).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }
}
