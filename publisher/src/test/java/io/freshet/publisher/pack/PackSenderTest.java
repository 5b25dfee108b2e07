package io.freshet.publisher.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.crew.Crew;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packs in memory, and those who wait for room. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PackSenderTest {

    private static final int TARGET = 1 << 20;

    private final Crew crew = new Crew("test", 1);
    private final Semaphore stored = new Semaphore(0);
    private final PackSender sender = new PackSender(_ -> stored.acquire(), 2, crew, (_, _) -> {});

    @AfterEach
    void end() {
        crew.close();
    }

    private static Pack full(PackWriter writer, int content) {
        byte[] bytes = {(byte) content};
        writer.addFrame(bytes, 0, 1, List.of(new Member(1, Digest.of(bytes))));
        return writer.finish();
    }

    private CompletableFuture<PackWriter> beginInAnotherThread(String name) {
        CompletableFuture<PackWriter> begun = new CompletableFuture<>();
        crew.start(name, () -> begun.complete(sender.newPackOfFrames(TARGET)));
        return begun;
    }

    /** Begins a pack in another thread, which must come to wait. */
    private CompletableFuture<PackWriter> waitsToBegin(String name) {
        CompletableFuture<PackWriter> begun = beginInAnotherThread(name);
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("test-" + name))
                .findFirst()
                .orElseThrow();
        while (thread.getState() != Thread.State.WAITING && !begun.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(begun).isNotDone();
        return begun;
    }

    @Test
    void whoBeginsOnePackMoreThanThereIsRoomForWaitsUntilOneIsStored() throws Exception {
        sender.sendFrames(full(sender.newPackOfFrames(TARGET), 1));
        sender.sendFrames(full(sender.newPackOfFrames(TARGET), 2));
        assertThat(beginInAnotherThread("third").get()).isNotNull();
        CompletableFuture<PackWriter> fourth = waitsToBegin("fourth");
        stored.release();
        assertThat(fourth.get()).isNotNull();
        // Two are open and one is on its way: the next one waits once more.
        CompletableFuture<PackWriter> fifth = waitsToBegin("fifth");
        stored.release();
        assertThat(fifth.get()).isNotNull();
    }

    @Test
    void nobodyWaitsForPacksThatAreOnlyOpen() throws InterruptedException, ExecutionException {
        for (int i = 0; i < 5; i++) {
            assertThat(beginInAnotherThread("one-more").get()).isNotNull();
        }
        sender.sendFrames(full(sender.newPackOfFrames(TARGET), 1));
        stored.release();
        sender.await();
        assertThat(sender.sizes()).hasSize(1);
    }
}
