package io.freshet.providers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.BodyUnreadable;
import io.freshet.providers.api.DigestRefused;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreInterrupted;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Overwriting, removing, bodies of all kinds, and writes that must leave nothing behind. */
interface WriteContract extends ContractOf {

    @Test
    default void aWriteReplacesWhatWasThere() throws Exception {
        with(store -> {
            Revision first = store.put("k", Bodies.text("first"), ObjectHeaders.MUTABLE_TEXT);
            Revision second = store.put("k", Bodies.text("the second one"), ObjectHeaders.MUTABLE_TEXT);
            assertThat(second).isNotEqualTo(first);
            assertThat(store.get("k", 100).orElseThrow().bytes()).asString().isEqualTo("the second one");
        });
    }

    @Test
    default void aRemovedObjectIsGoneAndRemovingItAgainIsNoError() throws Exception {
        with(store -> {
            store.put("a/k", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
            store.delete("a/k");
            assertThat(store.get("a/k", 100)).isEmpty();
            store.delete("a/k");
            store.delete("never/there");
        });
    }

    @Test
    default void aBodyMayBeManyBuffersOnTheHeapAndOffIt() throws Exception {
        with(store -> {
            byte[] bytes = Bodies.random(9 << 20, 3);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(5 << 20).put(bytes, 0, 5 << 20).flip();
            ByteBuffer heap = ByteBuffer.wrap(bytes, 5 << 20, 4 << 20);
            Body body = Body.of(List.of(direct, heap), Digest.of(bytes));
            store.put("packs/ab/x.bin", body, ObjectHeaders.IMMUTABLE_BINARY);
            assertThat(store.get("packs/ab/x.bin", 9 << 20).orElseThrow().bytes())
                    .isEqualTo(bytes);
        });
    }

    @Test
    default void aBodyMayBeARegionOfAFile() throws Exception {
        with(store -> {
            byte[] bytes = Bodies.random(300_000, 4);
            Path file = Files.createTempFile("body", ".bin");
            try {
                Files.write(file, new byte[1000]);
                Files.write(file, bytes, StandardOpenOption.APPEND);
                Body body = Body.ofFile(file, 1000, bytes.length, Digest.of(bytes));
                store.put("f", body, ObjectHeaders.IMMUTABLE_BINARY);
                assertThat(store.get("f", 300_000).orElseThrow().bytes()).isEqualTo(bytes);
            } finally {
                Files.delete(file);
            }
        });
    }

    @Test
    default void aBodyThatCantBeReadStoresNothing() throws Exception {
        with(store -> {
            store.put("k", Bodies.text("old"), ObjectHeaders.MUTABLE_TEXT);
            for (String key : List.of("k", "new")) {
                assertThatExceptionOfType(BodyUnreadable.class)
                        .isThrownBy(() ->
                                store.put(key, Bodies.unreadable(3_000_000, 2_000_000), ObjectHeaders.IMMUTABLE_BINARY))
                        .satisfies(e -> assertThat(e.retryable()).isFalse());
            }
            assertThat(store.get("k", 100).orElseThrow().bytes()).asString().isEqualTo("old");
            assertThat(store.stat("new")).isEmpty();
        });
    }

    @Test
    default void aBodyWithAnotherDigestThanAnnouncedStoresNothing() throws Exception {
        with(store -> {
            assumeTrue(store.capabilities().verifiesDigest(), "this store doesn't verify digests: declared");
            Body damaged = Bodies.damaged(Bodies.random(100_000, 5));
            assertThatExceptionOfType(DigestRefused.class)
                    .isThrownBy(() -> store.put("k", damaged, ObjectHeaders.IMMUTABLE_BINARY))
                    .satisfies(e -> assertThat(e.retryable()).isTrue());
            assertThatExceptionOfType(DigestRefused.class)
                    .isThrownBy(() -> store.putIfAbsent("k", damaged, ObjectHeaders.IMMUTABLE_BINARY));
            assertThat(store.stat("k")).isEmpty();
        });
    }

    @Test
    default void anInterruptedCallerIsToldAndStaysInterrupted() throws Exception {
        with(store -> {
            store.put("k", Bodies.text("old"), ObjectHeaders.MUTABLE_TEXT);
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(StoreInterrupted.class)
                    .isThrownBy(() -> store.put("k", Bodies.text("new"), ObjectHeaders.MUTABLE_TEXT))
                    .satisfies(e -> assertThat(e.where().key()).contains("k"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.get("k", 100)).isPresent();
        });
    }
}
