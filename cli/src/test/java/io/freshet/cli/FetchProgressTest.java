package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.testing.FileMirror;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.ObjectRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown while a fetch goes on is what its report says at the end. */
class FetchProgressTest {

    @TempDir
    private Path directory;

    @Test
    void whatIsMadeOfADeltaWasNotDownloaded() throws Exception {
        Files.write(directory.resolve("pack"), new byte[9000]);
        try (FileMirror server = new FileMirror(directory);
                Mirrors mirrors = Where.open(List.of(new Mirror(server.url())), HttpLimits.DEFAULTS)) {
            Progress progress = new Progress();
            mirrors.fetch(new ObjectRange("pack", 0, 7000), new byte[7000], 0);
            progress.downloaded(600_000);
            progress.reused(1_000_000);
            assertThat(new FetchProgress(progress, mirrors).get().note())
                    .isEqualTo("7.00 kB downloaded, 1.00 MB reused");
        }
    }
}
