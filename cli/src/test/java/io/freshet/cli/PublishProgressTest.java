package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.screen.Status;
import io.freshet.core.Digest;
import io.freshet.providers.api.Traffic;
import io.freshet.publisher.source.SourceSize;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PublishProgressTest {

    private static final Traffic NONE = new Traffic(0, 0, 0, 0);

    private final PublishProgress progress = new PublishProgress(() -> NONE);

    @Test
    void theCopyOfTheNextBaseIsAPhaseOfItsOwn() {
        progress.started(new SourceSize(1, 1000, Digest.of(new byte[0]), Instant.EPOCH));
        progress.read(1000);
        assertThat(progress.get().what()).isEqualTo("publish");
        assertThat(progress.get().done()).isEqualTo(1000);

        progress.keeping(500);
        progress.kept(200);
        Status keeping = progress.get();
        assertThat(keeping.what()).isEqualTo("keep");
        assertThat(keeping.done()).isEqualTo(200);
        assertThat(keeping.total()).isEqualTo(500);
        assertThat(keeping.note()).startsWith("released");
    }
}
