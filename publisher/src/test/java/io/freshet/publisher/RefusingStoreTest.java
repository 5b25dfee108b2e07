package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.policy.ChannelRules;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.SigningKey;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.commit.RootChange;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that takes no conditional write of the timestamp, whatever its condition: nobody tries for ever. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RefusingStoreTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private FaultyStore refusing;

    @BeforeEach
    void make() throws Exception {
        house = new TestHouse(directory);
        refusing = new FaultyStore(house.authority)
                .when(Trigger.every(Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json"), new Fault.Fail());
    }

    @Test
    void aChannelIsAdded() throws Exception {
        Repository repository = house.open(refusing).repository();
        assertGivesUp(() -> repository.addChannel(new ChannelName("sepolia/full")));
    }

    @Test
    void whatExpiresIsRenewed() throws Exception {
        Repository repository = house.openAt(TestHouse.NOW.plus(Duration.ofDays(20)), house.keys, refusing)
                .repository();
        assertGivesUp(repository::renew);
    }

    @Test
    void aRootIsPutInForce() throws Exception {
        RootChange change = Rotation.of(house).open(refusing);
        assertGivesUp(() -> change.publish(() -> {}));
    }

    @Test
    void aChannelIsHeldToRules() throws Exception {
        SigningKey alice = SigningKey.generate(new SecureRandom());
        Repository repository = house.open(refusing).repository();
        ChannelName channel = repository.channels().getFirst();
        Optional<ChannelRules> rules = Optional.of(new ChannelRules(new Role(List.of(alice.id()), 1), List.of()));
        assertGivesUp(() -> repository.acts().hold(channel, rules, List.of(alice.publicKey())));
    }

    private static void assertGivesUp(ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOf(CommitException.WriteRefused.class)
                .hasMessageContaining("metadata/timestamp.json 16 times");
    }
}
