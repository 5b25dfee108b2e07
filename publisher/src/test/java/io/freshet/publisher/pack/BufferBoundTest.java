package io.freshet.publisher.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.publisher.PublisherConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Memory is bounded by configuration, and not by the machine: the heap of a publisher is the same on all of them. */
class BufferBoundTest {

    @Test
    void manyCoresTakeNoMoreBuffersThanTheHeapHasRoomFor() {
        assertThat(buffers(64)).isLessThan(160L << 20).isGreaterThan(buffers(2));
        assertThat(buffers(1024)).isEqualTo(buffers(64));
    }

    private static long buffers(int cores) {
        PublisherConfig config = PublisherConfig.defaults(Path.of("unused")).withCores(cores);
        return config.cut().bytes() + FrameStage.bufferBytes(config.frames(), config.cores());
    }
}
