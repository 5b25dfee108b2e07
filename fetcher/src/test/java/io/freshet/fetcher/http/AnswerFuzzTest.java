package io.freshet.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.proxy.Proxies;
import io.freshet.fetcher.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** Whatever a server answers, status line and headers included: bytes of the range, or a fault with the mirror's name. */
class AnswerFuzzTest {

    private static final int MOST = 1000;

    private static final Pattern REDIRECT = Pattern.compile("location", Pattern.CASE_INSENSITIVE);

    @FuzzTest
    void answer(byte[] bytes) throws Exception {
        if (REDIRECT.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find()) {
            return; // a test asks nobody but itself
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MirrorClient client = new MirrorClient(
                        Patience.LIMITS,
                        Proxies.NONE,
                        new RateLimit(0, System::nanoTime, pause -> {}),
                        System::nanoTime)) {
            threads.execute(() -> answer(server, bytes));
            Mirror mirror = new Mirror("http://127.0.0.1:" + server.getLocalPort());
            ask(mirror, () -> assertThat(client.get(mirror, "an/object", MOST)).hasSizeLessThanOrEqualTo(MOST));
            ask(mirror, () -> {
                Delivery delivery = new Delivery(new ObjectRange("an/object", 5, MOST), new byte[MOST], 0);
                client.read(mirror, delivery);
                assertThat(delivery.missing()).isZero();
            });
        }
    }

    private interface Asking {
        void ask() throws IOException;
    }

    private static void ask(Mirror mirror, Asking asking) throws IOException {
        try {
            asking.ask();
        } catch (MirrorFault fault) {
            assertThat(fault.mirror()).isEqualTo(mirror);
        }
    }

    private static void answer(ServerSocket server, byte[] bytes) {
        while (true) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                int newlines = 0;
                while (newlines < 2) {
                    int b = in.read();
                    newlines = b < 0 ? 2 : b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
                }
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }
}
