package io.freshet.publisher.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.testkit.MemoryStore;
import io.freshet.publisher.commit.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Notes of what a run is about to upload: written as the protocol says, kept up, and taken away. */
class IntentsTest {

    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final ChannelName CHANNEL = new ChannelName("mainnet/full");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = new Ticking();
    private final MemoryStore store = new MemoryStore(clock);

    @Test
    void saysWhatTheProtocolAsksFor() throws Exception {
        Intents intents = intents(CHANNEL, 1);
        Digest pack = Digest.of(new byte[] {1});
        intents.announce(List.of(pack));
        intents.announce(List.of());
        assertThat(keys())
                .allMatch(key -> key.matches("intents/20261123T000000Z-[0-9a-f]{16}/[01]\\.json"))
                .hasSize(2);
        assertThat(new String(store.get(keys().getFirst(), 1000).orElseThrow().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"freshet\":1,\"channel\":\"mainnet/full\",\"time\":\"2026-11-23T00:00:00Z\",\"packs\":[\""
                        + pack + "\"]}");
    }

    @Test
    void aSilentRunSaysThatItLives() throws Exception {
        Intents intents = intents(CHANNEL, 1);
        intents.announce(List.of());
        SynchronousQueue<Instant> wakes = new SynchronousQueue<>();
        List<Duration> naps = new CopyOnWriteArrayList<>();
        try (Heartbeat beat = Heartbeat.of(intents, nap -> {
            naps.add(nap);
            now.set(wakes.take());
        })) {
            for (int hours = 1; hours <= 12; hours++) {
                wakes.put(START.plus(Duration.ofHours(hours)));
            }
        }
        assertThat(naps).allMatch(nap -> nap.compareTo(Duration.ofHours(1)) <= 0);
        // The last wake may not have been answered any more.
        assertThat(keys()).hasSizeBetween(6, 7);
    }

    @Test
    void notesOfOtherChannelsAreLeftAlone() throws Exception {
        Intents dead = intents(CHANNEL, 1);
        dead.announce(List.of(Digest.of(new byte[] {1})));
        Intents other = intents(new ChannelName("sepolia/full"), 2);
        other.announce(List.of(Digest.of(new byte[] {2})));
        Intents next = intents(CHANNEL, 3);
        assertThat(next.takeOver(Set.of())).as("the pack never arrived").isEmpty();
        next.announce(List.of());
        assertThat(keys()).hasSize(3);
        next.deleteOwn();
        assertThat(keys()).hasSize(2);
        next.deleteAll();
        assertThat(keys())
                .singleElement()
                .asString()
                .contains(HexFormat.of().toHexDigits(new SplittableRandom(2).nextLong()));
    }

    private Intents intents(ChannelName channel, long seed) {
        return new Intents(store, channel, RunId.starting(now.get(), new SplittableRandom(seed)), clock);
    }

    private List<String> keys() throws Exception {
        List<String> keys = new ArrayList<>();
        store.list("intents/", object -> keys.add(object.key()));
        return keys;
    }

    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
