package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.providers.api.AccessDenied;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.OutcomeUnknown;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.RetryPolicy;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryingStoreTest {
    private static final RetryPolicy POLICY =
            new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final FakeTime time = new FakeTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final FaultyStore faulty = new FaultyStore(memory);
    private final RecordingStore seen = new RecordingStore(faulty);
    private final RetryingStore store = new RetryingStore(seen, POLICY, time, time, new Random(1));
    private final Body mine = Bodies.text("mine");

    @Test
    void aRetryableFailureIsTriedAgainWithDelaysThatMayDouble() throws Exception {
        put("k", "value");
        faulty.when(Trigger.nth(1, Verb.GET), new Fault.Fail()).when(Trigger.nth(2, Verb.GET), new Fault.Fail());
        assertThat(store.get("k", 100)).isPresent();
        assertThat(seen.calls(Verb.GET)).hasSize(3);
        assertThat(time.sleeps).hasSize(2);
        assertThat(time.sleeps.get(0)).isLessThanOrEqualTo(Duration.ofMillis(100));
        assertThat(time.sleeps.get(1)).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aFatalFailureIsNot() {
        faulty.when(Trigger.every(Verb.LIST), new Fault.Deny());
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> store.listPage("", Optional.empty()));
        assertThat(seen.calls()).hasSize(1);
    }

    @Test
    void attemptsAreBounded() {
        faulty.when(Trigger.every(Verb.PUT), new Fault.Fail());
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("k", "value"));
        assertThat(seen.calls()).hasSize(4);
    }

    @Test
    void timeIsBounded() {
        RetryPolicy impatient =
                new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5));
        RetryingStore brief = new RetryingStore(seen, impatient, time, time, new Random(2));
        faulty.when(Trigger.every(Verb.STAT), new Fault.Fail());
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> brief.stat("k"));
        assertThat(Duration.between(Instant.EPOCH, time.instant()))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    @Test
    void putIfAbsentWhoseAnswerWasLostHasWon() throws Exception {
        faulty.when(Trigger.nth(1, Verb.PUT_IF_ABSENT), new Fault.LoseAnswer());
        PutResult result = store.putIfAbsent("k", mine, ObjectHeaders.MUTABLE_JSON);
        assertThat(result)
                .isEqualTo(
                        new PutResult.Stored(memory.get("k", 100).orElseThrow().revision()));
        assertThat(seen.calls(Verb.PUT_IF_ABSENT)).as("not repeated").hasSize(1);
    }

    @Test
    void putIfAbsentThatGotLostIsTriedAgain() throws Exception {
        faulty.when(Trigger.nth(1, Verb.PUT_IF_ABSENT), new Fault.Fail());
        assertThat(store.putIfAbsent("k", mine, ObjectHeaders.MUTABLE_JSON)).isInstanceOf(PutResult.Stored.class);
        assertThat(seen.calls())
                .extracting(RecordingStore.Call::verb)
                .containsExactly(Verb.PUT_IF_ABSENT, Verb.GET, Verb.PUT_IF_ABSENT);
    }

    @Test
    void putIfAbsentThatGotLostHasLostToAnother() throws Exception {
        memory.put("k", Bodies.text("another's, and longer"), ObjectHeaders.MUTABLE_JSON);
        faulty.when(Trigger.nth(1, Verb.PUT_IF_ABSENT), new Fault.Fail());
        assertThat(store.putIfAbsent("k", mine, ObjectHeaders.MUTABLE_JSON)).isEqualTo(new PutResult.Exists());
        assertThat(seen.calls(Verb.PUT_IF_ABSENT)).hasSize(1);
    }

    @Test
    void compareAndSetWhoseAnswerWasLostHasWon() throws Exception {
        Revision old = put("t", "old");
        faulty.when(Trigger.nth(1, Verb.COMPARE_AND_SET), new Fault.LoseAnswer());
        CasResult result = store.compareAndSet("t", old, mine, ObjectHeaders.MUTABLE_JSON);
        assertThat(result)
                .isEqualTo(
                        new CasResult.Stored(memory.get("t", 100).orElseThrow().revision()));
        assertThat(seen.calls(Verb.COMPARE_AND_SET)).as("not repeated").hasSize(1);
    }

    @Test
    void compareAndSetThatGotLostIsTriedAgain() throws Exception {
        Revision old = put("t", "old");
        faulty.when(Trigger.nth(1, Verb.COMPARE_AND_SET), new Fault.Fail());
        assertThat(store.compareAndSet("t", old, mine, ObjectHeaders.MUTABLE_JSON))
                .isInstanceOf(CasResult.Stored.class);
    }

    @Test
    void compareAndSetThatGotLostIsAConflictIfTheObjectIsAnothersOrGone() throws Exception {
        Revision old = put("t", "old");
        put("t", "another's");
        faulty.when(Trigger.every(Verb.COMPARE_AND_SET), new Fault.Fail());
        assertThat(store.compareAndSet("t", old, mine, ObjectHeaders.MUTABLE_JSON))
                .isEqualTo(new CasResult.Conflict());
        memory.delete("t");
        assertThat(store.compareAndSet("t", old, mine, ObjectHeaders.MUTABLE_JSON))
                .isEqualTo(new CasResult.Conflict());
    }

    @Test
    void anObjectTooLongToBeMineIsNotReadAndTheConditionDecides() throws Exception {
        Revision old = memory.put("t", Body.of(new byte[2 << 20]), ObjectHeaders.MUTABLE_JSON);
        faulty.when(Trigger.nth(1, Verb.COMPARE_AND_SET), new Fault.Fail());
        assertThat(store.compareAndSet("t", old, mine, ObjectHeaders.MUTABLE_JSON))
                .isInstanceOf(CasResult.Stored.class);
        memory.put("u", Body.of(new byte[2 << 20]), ObjectHeaders.MUTABLE_JSON);
        faulty.when(Trigger.nth(1, Verb.PUT_IF_ABSENT), new Fault.Fail());
        assertThat(store.putIfAbsent("u", mine, ObjectHeaders.MUTABLE_JSON)).isEqualTo(new PutResult.Exists());
    }

    @Test
    void whatCantBeFoundOutIsSaid() {
        faulty.when(Trigger.nth(1, Verb.PUT_IF_ABSENT), new Fault.LoseAnswer());
        faulty.when(Trigger.every(Verb.GET), new Fault.Fail());
        assertThatExceptionOfType(OutcomeUnknown.class)
                .isThrownBy(() -> store.putIfAbsent("k", mine, ObjectHeaders.MUTABLE_JSON))
                .satisfies(e -> assertThat(e.retryable()).isFalse())
                .withCauseInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aConditionalWriteThatIsRefusedAtOnceIsNotUnknown() {
        faulty.when(Trigger.every(Verb.PUT_IF_ABSENT), new Fault.Deny());
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> store.putIfAbsent("k", mine, ObjectHeaders.MUTABLE_JSON));
    }

    @Test
    void anInterruptEndsTheWait() {
        RetryingStore interrupted = new RetryingStore(
                seen,
                POLICY,
                time,
                delay -> {
                    throw new InterruptedException();
                },
                new Random(3));
        faulty.when(Trigger.every(Verb.GET), new Fault.Fail());
        assertThatExceptionOfType(StoreInterrupted.class).isThrownBy(() -> interrupted.get("k", 1));
        assertThat(Thread.interrupted()).isTrue();
    }

    private Revision put(String key, String text) throws StoreException {
        return store.put(key, Bodies.text(text), ObjectHeaders.MUTABLE_TEXT);
    }
}
