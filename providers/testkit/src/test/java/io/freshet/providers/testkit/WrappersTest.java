package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.providers.api.Body;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.DigestRefused;
import io.freshet.providers.api.MeteredStore;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.StoreProbe;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.Throttle;
import io.freshet.providers.api.ThrottledStore;
import io.freshet.providers.api.Traffic;
import io.freshet.providers.api.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The thin wrappers and the faults, on the store in memory. */
class WrappersTest {
    private final FakeTime time = new FakeTime();
    private final MemoryStore memory = new MemoryStore(time);
    private final FaultyStore faulty = new FaultyStore(memory);

    @Test
    void requestsAndBytesAreCountedByVerb() throws Exception {
        MeteredStore metered = new MeteredStore(faulty);
        metered.put("k", Body.of(new byte[100]), ObjectHeaders.MUTABLE_TEXT);
        metered.putIfAbsent("k", Body.of(new byte[50]), ObjectHeaders.MUTABLE_TEXT);
        metered.get("k", 1000);
        metered.get("missing", 1000);
        metered.getRange("k", 10, 20);
        assertThatExceptionOfType(ObjectMissing.class).isThrownBy(() -> metered.getRange("missing", 10, 20));
        assertThat(metered.traffic(Verb.PUT)).isEqualTo(new Traffic(1, 0, 100, 0));
        assertThat(metered.traffic(Verb.PUT_IF_ABSENT)).isEqualTo(new Traffic(1, 0, 0, 0));
        assertThat(metered.traffic(Verb.GET)).isEqualTo(new Traffic(2, 0, 0, 100));
        assertThat(metered.traffic(Verb.GET_RANGE)).isEqualTo(new Traffic(2, 1, 0, 20));
        assertThat(metered.traffic()).isEqualTo(new Traffic(6, 1, 100, 120));
    }

    @Test
    void bodiesAreKeptWithinTheRate() throws Exception {
        Throttle up = new Throttle(1 << 20, () -> nanos(time.instant()), time);
        Throttle down = new Throttle(2 << 20, () -> nanos(time.instant()), time);
        ThrottledStore throttled = new ThrottledStore(memory, up, down);
        throttled.put("k", Body.of(new byte[11 << 20]), ObjectHeaders.IMMUTABLE_BINARY);
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(10));
        assertThat(time.sleeps).as("evenly").allMatch(sleep -> sleep.compareTo(Duration.ofMillis(100)) < 0);
        throttled.get("k", 11 << 20);
        throttled.getRange("k", 0, 11 << 20);
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(20));
    }

    @Test
    void theProbeFindsAStoreThatIgnoresConditions() throws Exception {
        assertThat(new StoreProbe(memory, new Random(1)).requireAuthority().canBeAuthority())
                .isTrue();
        faulty.when(Trigger.every(Verb.PUT_IF_ABSENT, Verb.COMPARE_AND_SET), new Fault.IgnoreCondition());
        assertThat(new StoreProbe(faulty, new Random(1)).probe().canBeAuthority())
                .isFalse();
        assertThatExceptionOfType(ConditionUnsupported.class)
                .isThrownBy(() -> new StoreProbe(faulty, new Random(1)).requireAuthority())
                .withMessageContainingAll("If-None-Match", "If-Match", "follower");
        assertThat(memory.listPage("", Optional.empty()).objects()).isEmpty();
    }

    @Test
    void aCutWriteStoresNothing() {
        faulty.when(Trigger.nth(1, Verb.PUT), new Fault.Cut(60_000));
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> faulty.put("k", Body.of(new byte[100_000]), ObjectHeaders.IMMUTABLE_BINARY));
        assertThat(memory.stat("k")).isEmpty();
    }

    @Test
    void aFlippedBitIsNoticedBySendersAndReceivers() throws Exception {
        faulty.when(Trigger.nth(1, Verb.PUT), new Fault.Corrupt());
        faulty.when(Trigger.nth(1, Verb.GET), new Fault.Corrupt());
        Body body = Body.of(Bodies.random(1000, 1));
        assertThatExceptionOfType(DigestRefused.class)
                .isThrownBy(() -> faulty.put("k", body, ObjectHeaders.IMMUTABLE_BINARY));
        faulty.put("k", body, ObjectHeaders.IMMUTABLE_BINARY);
        assertThat(faulty.get("k", 1000).orElseThrow().bytes()).isNotEqualTo(Bodies.random(1000, 1));
        assertThat(faulty.get("k", 1000).orElseThrow().bytes()).isEqualTo(Bodies.random(1000, 1));
    }

    @Test
    void aDeadProcessDoesNothingMore() throws Exception {
        faulty.when(Trigger.nthWrite(2), new Fault.CrashAfter());
        faulty.put("a", Bodies.text("a"), ObjectHeaders.MUTABLE_TEXT);
        assertThatExceptionOfType(Fault.Crash.class)
                .isThrownBy(() -> faulty.putIfAbsent("b", Bodies.text("b"), ObjectHeaders.MUTABLE_TEXT));
        assertThatExceptionOfType(Fault.Crash.class).isThrownBy(() -> faulty.delete("a"));
        assertThat(memory.stat("b")).isPresent();
        assertThat(memory.stat("a")).isPresent();
    }

    @Test
    void aCallCanBeHeldWhileAnotherOvertakesIt() throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        faulty.when(Trigger.nth(1, Verb.PUT).ofKeys("slow"), hold);
        Thread slow = Thread.ofVirtual().start(() -> {
            try {
                faulty.put("slow", Bodies.text("late"), ObjectHeaders.MUTABLE_TEXT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        hold.reached().await();
        faulty.put("fast", Bodies.text("early"), ObjectHeaders.MUTABLE_TEXT);
        assertThat(memory.stat("slow")).isEmpty();
        hold.released().countDown();
        slow.join();
        assertThat(memory.stat("slow")).isPresent();
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
