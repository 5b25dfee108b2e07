package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.ChannelFetch;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.trust.RootOfTrust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
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

        victim.refuses(
                "one",
                mirror,
                TIMESTAMP + ": " + mirror.url() + " gives more than the 16000 bytes that it may have, of which 16001");
        // What the socket's buffers took counts as sent.
        assertThat(sent.get()).isLessThan(64 << 20);
        MetadataSource.TooLong answer = (MetadataSource.TooLong) refusedAnswer();
        assertThat(answer.limit()).isEqualTo(16_000);
        assertThat(answer.read()).isEqualTo(16_001);
        assertThat(answer.object()).isEqualTo(TIMESTAMP);
        assertThat(answer.mirror()).isEqualTo(mirror.url());
        victim.fetches("one", honest());
    }

    /** A length is announced that no such document may have: not a byte of it is read. */
    @Test
    void tooLong() throws Exception {
        mirror.forged.put(TIMESTAMP, new byte[16_001]);
        victim.refuses("one", mirror, "gives more than the 16000 bytes that it may have, of which 0 were read");
        mirror.forged.put(TIMESTAMP, new byte[16_000]);
        victim.refuses("one", mirror, TIMESTAMP, "is not well-formed metadata");
    }

    /** With one more mirror, which has what is right, it is a nuisance and no more. */
    @Test
    void endlessDataOfOneMirrorOfTwo() throws Exception {
        victim.release(Victim.CHANNEL, "two");
        mirror.forged.put(TIMESTAMP, new byte[1 << 20]);
        try (HttpMirror second = new HttpMirror(victim.repository)) {
            victim.fetches("two", mirror, second);
        }
    }

    /** What a program that embeds the fetch is told. */
    private MetadataSource.Unfit refusedAnswer() {
        ChannelFetch fetch = new ChannelFetch(
                List.of(new Mirror(mirror.url())), new RootOfTrust.Kept(), new ChannelName(Victim.CHANNEL));
        return (MetadataSource.Unfit)
                catchThrowableOfType(TrustException.UnfitAnswer.class, () -> fetch.into(victim.node))
                        .getCause();
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
            bomb.write(new byte[100 << 20]);
        }
        byte[] bytes = small.toByteArray();
        assertThat(bytes.length).isLessThan(200 << 10);
        mirror.odd.put(TIMESTAMP, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });

        victim.refuses(
                "one",
                mirror,
                TIMESTAMP + ": " + mirror.url() + " gives it compressed (Content-Encoding: gzip)",
                "nothing was read, and nothing unpacked");
        MetadataSource.Compressed answer = (MetadataSource.Compressed) refusedAnswer();
        assertThat(answer.encoding()).isEqualTo("gzip");
        assertThat(answer.object()).isEqualTo(TIMESTAMP);
        assertThat(answer.mirror()).isEqualTo(mirror.url());

        // As the bytes that it is, it is too long; one that is not is no document.
        mirror.odd.clear();
        mirror.forged.put(TIMESTAMP, bytes);
        victim.refuses("one", mirror, "gives more than the 16000 bytes that it may have, of which 0 were read");
        mirror.forged.put(TIMESTAMP, Arrays.copyOf(bytes, 10_000));
        victim.refuses("one", mirror, "is not well-formed metadata");
    }

    /** Some stores note how an object was uploaded where others note how it is compressed. */
    @Test
    void anEncodingThatCompressesNothing() throws Exception {
        victim.release(Victim.CHANNEL, "two");
        byte[] bytes = forger.bytes(TIMESTAMP);
        mirror.odd.put(TIMESTAMP, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "aws-chunked");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        victim.fetches("two", mirror);
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
