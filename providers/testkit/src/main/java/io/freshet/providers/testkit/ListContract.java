package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Listings: prefixes, pages, order. */
interface ListContract extends ContractOf {

    @Test
    default void anEmptyPlaceHasNoObjects() throws Exception {
        with(store -> {
            assertThat(keys(store, "")).isEmpty();
            assertThat(keys(store, "packs/")).isEmpty();
        });
    }

    @Test
    default void aPrefixIsTheBeginningOfAKeyAndNotADirectory() throws Exception {
        with(store -> {
            write(store, List.of("packs/ab/1.bin", "packs/ab/2.bin", "packs/ac/3.bin", "packs2/4", "repo.freshet"));
            assertThat(keys(store, "")).hasSize(5);
            assertThat(keys(store, "packs/"))
                    .containsExactlyInAnyOrder("packs/ab/1.bin", "packs/ab/2.bin", "packs/ac/3.bin");
            assertThat(keys(store, "packs/a")).hasSize(3);
            assertThat(keys(store, "packs")).hasSize(4);
            assertThat(keys(store, "packs/ab/1.bin")).containsExactly("packs/ab/1.bin");
            assertThat(keys(store, "nothing/")).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> keys(store, "/packs"));
        });
    }

    @Test
    default void sizesAndTimesAreThoseOfTheObjects() throws Exception {
        with(store -> {
            store.put("a/x", Bodies.text("12345"), ObjectHeaders.MUTABLE_TEXT);
            ObjectStat listed = store.listPage("a/", Optional.empty()).objects().getFirst();
            ObjectStat stat = store.stat("a/x").orElseThrow();
            assertThat(listed.key()).isEqualTo("a/x");
            assertThat(listed.size()).isEqualTo(5);
            assertThat(listed.lastModified().getEpochSecond())
                    .isEqualTo(stat.lastModified().getEpochSecond());
        });
    }

    @Test
    default void manyObjectsComeOnceEachOverSeveralPages() throws Exception {
        with(store -> {
            List<String> written = IntStream.range(0, 1050)
                    .mapToObj(i -> "p/%02x/%d.%s".formatted(i % 37, i, i % 2 == 0 ? "bin" : "b-n"))
                    .toList();
            write(store, written);
            write(store, List.of("p.a", "p-b", "q"));
            assertThat(store.listPage("p/", Optional.empty()).next()).isPresent();
            List<String> listed = keys(store, "p");
            assertThat(listed).doesNotHaveDuplicates().hasSize(1052).containsAll(written);
            if (store.capabilities().orderedListing()) {
                assertThat(listed).isSortedAccordingTo(Comparator.naturalOrder());
            }
        });
    }

    private static List<String> keys(ObjectStore store, String prefix) throws Exception {
        List<String> keys = new ArrayList<>();
        store.list(prefix, stat -> keys.add(stat.key()));
        return keys;
    }

    private static void write(ObjectStore store, List<String> keys) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> writes = new ArrayList<>();
            for (String key : keys) {
                writes.add(threads.submit(() -> store.put(key, Bodies.text(key), ObjectHeaders.MUTABLE_TEXT)));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }
    }
}
