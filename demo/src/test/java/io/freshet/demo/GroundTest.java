package io.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTest {

    @TempDir
    private Path roomy;

    @Test
    void aPlaceThatIsNotThereIsPassedOver() {
        Path missing = roomy.resolve("missing");
        Ground ground = Ground.withRoom(1, new LinkedHashSet<>(List.of(missing, roomy)));
        assertThat(ground.place()).contains(roomy);
    }

    @Test
    void tmpdirIsLookedAtFirst() {
        assertThat(Ground.withRoom(1, Map.of("TMPDIR", roomy.toString())).place())
                .contains(roomy);
    }

    @Test
    void whereNoPlaceHasRoomEachIsNamed() {
        Ground ground = Ground.withRoom(Long.MAX_VALUE, Map.of("TMPDIR", roomy.toString()));
        assertThat(ground.place()).isEmpty();
        assertThat(ground.looked())
                .anyMatch(line -> line.startsWith(roomy + " has "))
                .anyMatch(line -> line.startsWith("/var/tmp "));
    }
}
