package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.trust.RoleName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something longer than any document lies under the names of the next versions: they are taken, as by any other. */
class TakenVersionTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;

    @BeforeEach
    void publishOnce() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        house.publish(house.source("first", 5, 1), house.authority, house.follower);
        Body body = Body.of(new byte[9 << 20]);
        house.authority.put("metadata/3." + RoleName.SNAPSHOT + ".json", body, ObjectHeaders.IMMUTABLE_JSON);
        house.authority.put("metadata/3." + TestHouse.CHANNEL.role() + ".json", body, ObjectHeaders.IMMUTABLE_JSON);
    }

    @Test
    void aReleaseTakesTheNextOnes() throws Exception {
        house.publish(house.source("second", 5, 2), house.authority, house.follower);
        assertThat(house.authority.stat("metadata/4.snapshot.json")).isPresent();
        laws.check();
    }

    @Test
    void soDoesARoot() throws Exception {
        assertThat(Rotation.of(house).publish()).isEmpty();
        assertThat(house.authority.stat("metadata/4.snapshot.json")).isPresent();
        laws.check();
    }
}
