package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Attacks by a server, on {@code freshet fetch}: by how it answers, and by being one of several. */
class ServerAttacksTest extends Attack {

    private static final String TIMESTAMP = "metadata/timestamp.json";

    /** No length is announced, and there is no end: no more is read than such a document may have. */
    @Test
    void endlessData() throws Exception {
        AtomicLong sent = new AtomicLong();
        mirror.odd.put(TIMESTAMP, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] more = new byte[4096];
                while (sent.addAndGet(more.length) < 1 << 30) {
                    body.write(more);
                }
            } catch (IOException gone) {
                // The client has had enough.
            }
        });

        Cli.Run run = victim.fetch(mirror);
        assertThat(run.code()).as(run.err()).isNotZero();
        assertThat(run.err()).contains(TIMESTAMP);
        // What the socket's buffers took counts as sent.
        assertThat(sent.get()).isLessThan(64 << 20);
        victim.fetches("one", honest());
    }

    private HttpMirror honest() {
        mirror.odd.clear();
        return mirror;
    }

    /** A small answer that would be a large one once it was unpacked: nothing that was not asked for is unpacked. */
    @Test
    void aCompressionBomb() throws Exception {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream bomb = new GZIPOutputStream(small)) {
            bomb.write(new byte[50 << 20]);
        }
        byte[] bytes = small.toByteArray();
        mirror.odd.put(TIMESTAMP, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });

        Cli.Run run = victim.fetch(mirror);
        assertThat(run.code()).as(run.err()).isNotZero();
        assertThat(run.err()).contains(TIMESTAMP);
    }

    /** One byte now and then, for ever: the mirror is left after a while, and the other one serves. */
    @Test
    void slowRetrieval() throws Exception {
        victim.release(Victim.CHANNEL, "two");
        CountDownLatch left = new CountDownLatch(1);
        mirror.odd.put(TIMESTAMP, exchange -> {
            exchange.sendResponseHeaders(200, 10_000);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    body.write(' ');
                    body.flush();
                    if (left.await(100, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException | IOException gone) {
                // The client has left.
            }
        });
        try (HttpMirror second = new HttpMirror(victim.repository)) {
            victim.fetches("two", mirror, second);
        } finally {
            left.countDown();
        }
    }

    /** Of three mirrors one lies, about documents and about data: the update succeeds, and the liar is named. */
    @Test
    void oneLyingMirrorOfThree() throws Exception {
        byte[] old = forger.bytes(TIMESTAMP);
        victim.release(Victim.CHANNEL, "two");
        victim.fetches("two", mirror);
        victim.release(Victim.CHANNEL, "three");
        mirror.forged.put(TIMESTAMP, old);
        try (HttpMirror second = new HttpMirror(victim.repository);
                HttpMirror third = new HttpMirror(victim.repository)) {
            Cli.Run run = victim.fetch(mirror, second, third);
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK.code());
            assertThat(run.out() + run.err()).contains(mirror.url());
            victim.fetches("three", second, third);
        }
    }
}
