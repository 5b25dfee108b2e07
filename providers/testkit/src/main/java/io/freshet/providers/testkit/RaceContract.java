package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What many writers do at once, each one with a store of its own, as separate publishers have. */
interface RaceContract extends ContractOf {

    @Test
    default void ofManyThatCreateAnObjectExactlyOneWins() throws Exception {
        with(store -> assumeTrue(store.capabilities().putIfAbsent(), "no put-if-absent: declared"));
        try (StoreFixture fixture = fixture()) {
            CyclicBarrier start = new CyclicBarrier(Counter.WRITERS);
            List<List<Integer>> wins = inParallel(fixture, (store, writer) -> {
                List<Integer> won = new ArrayList<>();
                for (int round = 0; round < 30; round++) {
                    start.await();
                    String key = "round/" + round;
                    Body body = Bodies.text("writer " + writer);
                    if (store.putIfAbsent(key, body, ObjectHeaders.IMMUTABLE_JSON) instanceof PutResult.Stored) {
                        won.add(round);
                        assertThat(store.get(key, 100).orElseThrow().bytes())
                                .asString()
                                .isEqualTo("writer " + writer);
                    }
                }
                return won;
            });
            assertThat(wins.stream().flatMap(List::stream))
                    .doesNotHaveDuplicates()
                    .hasSize(30);
        }
    }

    @Test
    default void aCounterLosesNoIncrement() throws Exception {
        with(store -> assumeTrue(store.capabilities().compareAndSet(), "no compare-and-set: declared"));
        try (StoreFixture fixture = fixture();
                ObjectStore store = fixture.open()) {
            assumeTrue(fixture.compareAndSetHoldsInRaces(), "this server loses compare-and-set races: declared");
            Counter.create(store);
            inParallel(fixture, (own, writer) -> {
                Counter.bump(own, Counter.BUMPS_EACH);
                return writer;
            });
            assertThat(Counter.value(store)).isEqualTo(Counter.WRITERS * Counter.BUMPS_EACH);
        }
    }

    @Test
    default void aReaderSeesOneVersionWholeWhileWritersReplaceIt() throws Exception {
        try (StoreFixture fixture = fixture();
                ObjectStore store = fixture.open()) {
            store.put("v", version(0), ObjectHeaders.IMMUTABLE_BINARY);
            inParallel(fixture, (own, writer) -> {
                for (int i = 0; i < 12; i++) {
                    if (writer < 2) {
                        own.put("v", version(writer * 100 + i), ObjectHeaders.IMMUTABLE_BINARY);
                    } else {
                        StoredObject read = own.get("v", 1 << 20).orElseThrow();
                        byte[] bytes = read.bytes();
                        assertThat(bytes).isEqualTo(versionBytes(bytes[0] & 0xff));
                    }
                }
                return writer;
            });
        }
    }

    private static Body version(int number) {
        return Body.of(versionBytes(number));
    }

    private static byte[] versionBytes(int number) {
        byte[] bytes = new byte[100_000 + number];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static <T> List<T> inParallel(StoreFixture fixture, Writer<T> writer) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = new ArrayList<>();
            for (int i = 0; i < Counter.WRITERS; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    try (ObjectStore store = fixture.open()) {
                        return writer.run(store, number);
                    }
                }));
            }
            List<T> all = new ArrayList<>();
            for (Future<T> result : results) {
                all.add(result.get());
            }
            return all;
        }
    }

    /** What one of the writers does. */
    @FunctionalInterface
    interface Writer<T> {
        T run(ObjectStore store, int number) throws Exception;
    }
}
