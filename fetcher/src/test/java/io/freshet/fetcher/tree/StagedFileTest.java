package io.freshet.fetcher.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file whose pieces come late is closed until then, and opened again. */
class StagedFileTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void piecesThatWerePutOffComeLater(boolean prefilled) throws Exception {
        Path path = directory.resolve("file");
        if (prefilled) {
            Files.writeString(path, "old and longer");
        }
        StagedFile.Found found = prefilled ? StagedFile.Found.LEFT : StagedFile.Found.NOTHING;
        StagedFile file =
                new StagedFile(path, new Item.File(new EntryPath("file"), 0444, 6, List.of()), found, Optional.empty());
        for (int piece = 0; piece < 3; piece++) {
            file.expect();
        }
        file.putOff();
        file.write(0, new byte[] {'a', 'b'}, 0, 2);
        file.arrived();
        file.arrived(); // all were announced
        file.putOff();
        for (int late = 1; late < 3; late++) {
            file.resume();
            file.putOff();
            file.resume();
            file.write(2L * late, new byte[] {'c', (byte) ('c' + late)}, 0, 2);
            file.arrived();
        }
        assertThat(path).hasContent("abcdce");
        assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0100444);
    }
}
