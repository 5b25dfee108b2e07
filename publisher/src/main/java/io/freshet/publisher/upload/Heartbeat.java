package io.freshet.publisher.upload;

import io.freshet.providers.api.Sleeper;
import java.io.IOException;

/** Says now and then that a run lives, as long as this is open, however long the run reads without uploading anything. */
final class Heartbeat implements AutoCloseable {

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    static Heartbeat of(Intents intents, Sleeper sleeper) {
        return new Heartbeat(Thread.ofVirtual().name("heartbeat").start(() -> run(intents, sleeper)));
    }

    private static void run(Intents intents, Sleeper sleeper) {
        try {
            while (true) {
                sleeper.sleep(Intents.BEAT.dividedBy(2));
                try {
                    intents.beat();
                } catch (IOException e) {
                    // The next beat tries again, long before the run counts as dead. Only thrift depends on it.
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            // The run has ended.
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
