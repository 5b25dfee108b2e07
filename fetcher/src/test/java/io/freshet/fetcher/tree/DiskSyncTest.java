package io.freshet.fetcher.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskSyncTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, 6.18.44-fc, true",
        "Linux, 5.8.0, true",
        "Linux, 5.4.0-200-generic, false",
        "Linux, 4.18.0-553.el8, false",
        "Linux, strange, false",
        "Mac OS X, 15.1, false"
    })
    void aSyncOfAllIsBelievedOnlyWhereItReportsFailures(String system, String version, boolean believed) {
        assertThat(DiskSync.reportsFailures(system, version)).isEqualTo(believed);
    }

    @Test
    void aTreeIsSyncedEitherWay(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/file"), "text");
        Files.createSymbolicLink(directory.resolve("a/link"), directory.resolve("nowhere"));
        try (DiskSync all = DiskSync.of(directory);
                DiskSync each = DiskSync.fileByFile()) {
            assertThatCode(() -> all.tree(directory)).doesNotThrowAnyException();
            assertThatCode(() -> each.tree(directory)).doesNotThrowAnyException();
        }
    }
}
