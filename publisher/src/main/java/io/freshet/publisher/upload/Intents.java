package io.freshet.publisher.upload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonText;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.StoredPack;
import io.freshet.publisher.commit.RunId;
import io.freshet.publisher.crew.InParallel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Notes at the authority of which packs a run is about to upload, or relies on: {@code intents/RUN/K.json} (commit
 * protocol, section 6). They keep a collector from deleting these meanwhile, and let the next run of the channel take over
 * what an interrupted one left. Nothing that is released depends on them. For several threads.
 */
final class Intents {

    /** After so long without a note the run says that it still lives; the protocol asks for six hours at most. */
    static final Duration BEAT = Duration.ofHours(2);

    private static final int AT_ONCE = 16;

    private final ObjectStore authority;
    private final ChannelName channel;
    private final RunId run;
    private final Clock clock;
    private final Set<String> own = new TreeSet<>();
    private final Set<String> takenOver = new TreeSet<>();
    private final Set<Digest> named = new TreeSet<>();
    private long number;
    private Instant last = Instant.MIN;

    Intents(ObjectStore authority, ChannelName channel, RunId run, Clock clock) {
        this.authority = authority;
        this.channel = channel;
        this.run = run;
        this.clock = clock;
    }

    /** Notes that these packs are about to be uploaded, or relied on. */
    void announce(Collection<Digest> packs) throws IOException {
        Instant now = clock.instant();
        ObjectNode note = JsonNodeFactory.instance.objectNode().put("freshet", 1);
        note.put("channel", channel.name()).put("time", now.toString());
        ArrayNode names = note.putArray("packs");
        packs.forEach(pack -> names.add(pack.toString()));
        String key;
        synchronized (this) {
            key = Intent.path(run, number++);
            own.add(key);
        }
        authority.put(
                key, Body.of(JsonText.compact(note).getBytes(StandardCharsets.UTF_8)), ObjectHeaders.MUTABLE_JSON);
        synchronized (this) {
            named.addAll(packs);
            last = now;
        }
    }

    /** Says that the run lives, if it has been silent. */
    void beat() throws IOException {
        boolean silent;
        synchronized (this) {
            silent = last.plus(BEAT).compareTo(clock.instant()) <= 0;
        }
        if (silent) {
            announce(List.of());
        }
    }

    /**
     * Packs with chunks that earlier runs of this channel uploaded and never released; this run protects them from now
     * on. Packs of this run, which it made on another base, are among them.
     *
     * @param condemned packs that are not to be relied on
     */
    List<StoredPack> takeOver(Set<Digest> condemned) throws IOException, InterruptedException {
        Set<Digest> found = new TreeSet<>();
        for (Intent intent : Intent.ofChannel(authority, channel)) {
            found.addAll(intent.packs());
            if (!intent.run().equals(run)) {
                takenOver.add(intent.key());
            }
        }
        found.removeAll(condemned);
        Queue<StoredPack> read = new ConcurrentLinkedQueue<>();
        InParallel.each(found, AT_ONCE, pack -> LeftOver.read(authority, pack).ifPresent(read::add));
        List<StoredPack> packs = new ArrayList<>(read);
        packs.sort(Comparator.comparing(StoredPack::name));
        List<Digest> unprotected =
                packs.stream().map(StoredPack::name).filter(this::isUnnamed).toList();
        if (!unprotected.isEmpty()) {
            announce(unprotected);
        }
        return packs;
    }

    /** Removes the notes of this run. */
    void deleteOwn() throws IOException, InterruptedException {
        delete(own);
    }

    /** Removes the notes of this run and of those that it took over: what they named is released, or of no use. */
    void deleteAll() throws IOException, InterruptedException {
        delete(own);
        delete(takenOver);
    }

    private synchronized boolean isUnnamed(Digest pack) {
        return !named.contains(pack);
    }

    private void delete(Set<String> keys) throws IOException, InterruptedException {
        InParallel.each(List.copyOf(keys), AT_ONCE, authority::delete);
        keys.clear();
    }
}
