package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.Expiring;
import io.freshet.publisher.upload.ChannelPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has less than half of its life left is signed again by whoever publishes, or its report says what expires. */
class RenewalTest {

    private static final Instant MADE = TestHouse.NOW;
    private static final Instant LATER = MADE.plus(Duration.ofDays(200));
    private static final Instant EXPIRY = MADE.plus(Duration.ofDays(365));

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private Path source;
    private Keys onlineAlone;

    @BeforeEach
    void publish() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        source = house.source("first", 30, 0);
        house.publish(source, house.authority, house.follower);
        onlineAlone = new Keys(List.of(), house.keys.online());
    }

    @Test
    void aReleaseRenewsRootAndTargets() throws Exception {
        ChannelPublisher.Outcome outcome =
                house.publishAt(LATER, house.keys, house.source("next", 30, 2), house.authority, house.follower);
        assertThat(outcome.released().isNew()).isTrue();
        assertThat(outcome.released().expiring()).isEmpty();
        assertRenewed();
    }

    @Test
    void soDoesARunThatHasNothingElseToCommit() throws Exception {
        ChannelPublisher.Outcome outcome = house.publishAt(LATER, house.keys, source, house.authority, house.follower);
        assertThat(outcome.released().isNew()).isFalse();
        assertThat(outcome.released().expiring()).isEmpty();
        assertRenewed();
        // And only once.
        house.publishAt(LATER, house.keys, source, house.authority, house.follower);
        assertThat(house.authority.stat("metadata/3.root.json")).isEmpty();
    }

    @Test
    void aRootAloneReachesTheFollowersToo() throws Exception {
        // A new channel has the targets signed anew.
        house.openAt(MADE.plus(Duration.ofDays(100)), house.keys, house.authority)
                .repository()
                .addChannel(new ChannelName("sepolia/full"));
        assertThat(house.publishAt(LATER, onlineAlone, source, house.authority, house.follower)
                        .released()
                        .expiring())
                .containsExactly(expiring("root"));
        assertThat(house.follower.stat("metadata/2.root.json")).isEmpty();
        house.publishAt(LATER, house.keys, source, house.authority, house.follower);
        assertThat(house.follower.stat("metadata/2.root.json")).isPresent();
    }

    @Test
    void withoutRootKeysTheReportNamesWhatExpires() throws Exception {
        List<Expiring> both = List.of(expiring("root"), expiring("targets"));
        assertThat(house.publishAt(LATER, onlineAlone, source, house.authority)
                        .released()
                        .expiring())
                .isEqualTo(both);
        assertThat(house.publishAt(LATER, onlineAlone, house.source("next", 30, 2), house.authority)
                        .released()
                        .expiring())
                .isEqualTo(both);
        assertThat(laws.refreshed(house.authority, LATER)
                        .state()
                        .root()
                        .signed()
                        .version())
                .isEqualTo(1);
    }

    @Test
    void whatIsYoungIsLeftAlone() throws Exception {
        Instant soon = MADE.plus(Duration.ofDays(100));
        assertThat(house.publishAt(soon, onlineAlone, source, house.authority)
                        .released()
                        .expiring())
                .isEmpty();
        house.publishAt(soon, house.keys, source, house.authority);
        assertThat(house.authority.stat("metadata/2.root.json")).isEmpty();
    }

    @Test
    void evenAnExpiredRootIsRenewed() throws Exception {
        Instant late = EXPIRY.plus(Duration.ofDays(1));
        house.publishAt(late, onlineAlone, source, house.authority);
        assertThatThrownBy(() -> laws.refreshed(house.authority, late)).isInstanceOf(TrustException.Expired.class);
        house.publishAt(late, house.keys, source, house.authority);
        assertThat(laws.refreshed(house.authority, late).state().root().signed().version())
                .isEqualTo(2);
    }

    private void assertRenewed() throws Exception {
        Instant afterTheFirstYear = EXPIRY.plus(Duration.ofDays(1));
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            Updater fetcher = laws.refreshed(store, LATER);
            fetcher.find(TestHouse.CHANNEL.target());
            TrustedState trusted = fetcher.state();
            assertThat(trusted.root().signed().version()).isEqualTo(2);
            assertThat(trusted.root().signed().expires()).isAfter(afterTheFirstYear);
            assertThat(trusted.targets(RoleName.TARGETS).orElseThrow().signed().expires())
                    .isAfter(afterTheFirstYear);
        }
    }

    /** Any of the root keys, for both roles. */
    private Expiring expiring(String role) {
        return new Expiring(
                role,
                EXPIRY,
                new Role(house.keys.roots().stream().map(Signer::id).toList(), 1));
    }
}
