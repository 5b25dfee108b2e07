package io.freshet.providers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyTest {
    @TempDir
    Path dir;

    @Test
    void buffersAreReadAsOneAnyNumberOfTimes() throws Exception {
        byte[] bytes = bytes(1000);
        ByteBuffer direct = ByteBuffer.allocateDirect(300).put(bytes, 0, 300).flip();
        ByteBuffer slice = ByteBuffer.wrap(bytes, 300, 700);
        Body body = Body.of(List.of(direct, ByteBuffer.allocate(0), slice), Digest.of(bytes));
        direct.position(10);
        readsTwiceAs(body, bytes);
    }

    @Test
    void aRegionOfAFileIsRead() throws Exception {
        byte[] bytes = bytes(200_000);
        Path file = Files.write(dir.resolve("f"), bytes);
        byte[] region = Arrays.copyOfRange(bytes, 1234, 1234 + 150_000);
        readsTwiceAs(Body.ofFile(file, 1234, 150_000, Digest.of(region)), region);
        readsTwiceAs(Body.ofFile(file, 5, 0, Digest.of(new byte[0])), new byte[0]);
    }

    @Test
    void aFileThatBecameShorterIsAnErrorAndNeverAShortBody() throws Exception {
        Path file = Files.write(dir.resolve("f"), bytes(100));
        Body body = Body.ofFile(file, 50, 51, Digest.ZERO);
        assertThatThrownBy(() -> {
                    try (InputStream in = body.open()) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(EOFException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> body.writeTo(Channels.newChannel(new ByteArrayOutputStream())))
                .isInstanceOf(EOFException.class);
    }

    private static void readsTwiceAs(Body body, byte[] expected) throws Exception {
        assertThat(body.length()).isEqualTo(expected.length);
        assertThat(body.sha256()).isEqualTo(Digest.of(expected));
        for (int i = 0; i < 2; i++) {
            try (InputStream in = body.open()) {
                assertThat(in.readAllBytes()).isEqualTo(expected);
                assertThat(in.read()).isEqualTo(-1);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            body.writeTo(Channels.newChannel(out));
            assertThat(out.toByteArray()).isEqualTo(expected);
        }
        try (InputStream in = body.open()) {
            for (byte b : expected) {
                assertThat(in.read()).isEqualTo(b & 0xff);
            }
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
