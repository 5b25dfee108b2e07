package io.freshet.publisher.upload;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackFooter;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import io.freshet.publisher.StoredPack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Notes at the authority of which packs a run is about to upload: {@code intents/ROLE-RUN/000001.json}. They let the next
 * run of the channel take over what an interrupted one left, and keep a collector from deleting it meanwhile. Nothing
 * that is released depends on them.
 */
final class Intents {

    private static final String PREFIX = "intents/";
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 8);
    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Long enough for the tables of most packs, so that these take one request. */
    private static final int TAIL = 128 << 10;

    private final ObjectStore authority;
    private final ChannelName channel;
    private final Clock clock;
    private final String run;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<String> notes = ConcurrentHashMap.newKeySet();

    /** @param random for a name that no other run has */
    Intents(ObjectStore authority, ChannelName channel, Clock clock, RandomGenerator random) {
        this.authority = authority;
        this.channel = channel;
        this.clock = clock;
        this.run = PREFIX + channel.role() + "-" + START.format(clock.instant()) + "-"
                + HexFormat.of().toHexDigits(random.nextLong());
    }

    /** Notes that these packs are about to be uploaded, or relied on. */
    void announce(Collection<Digest> packs) throws IOException {
        String key = String.format(Locale.ROOT, "%s/%06d.json", run, number.incrementAndGet());
        Instant now = clock.instant();
        ObjectNode note = JsonNodeFactory.instance.objectNode().put("freshet", 1);
        note.put("channel", channel.name());
        note.put("time", now.toString()).put("expires", now.plus(LIFETIME).toString());
        ArrayNode names = note.putArray("packs");
        packs.forEach(pack -> names.add(pack.toString()));
        authority.put(
                key, Body.of(JsonText.compact(note).getBytes(StandardCharsets.UTF_8)), ObjectHeaders.MUTABLE_JSON);
        notes.add(key);
    }

    /** Packs with chunks that earlier runs of this channel uploaded and never released; this run protects them from now on. */
    List<StoredPack> takeOver() throws IOException {
        Set<Digest> named = new TreeSet<>();
        List<String> keys = new ArrayList<>();
        authority.list(PREFIX + channel.role() + "-", stat -> keys.add(stat.key()));
        for (String key : keys) {
            Optional<StoredObject> note = authority.get(key, LIMITS.maxBytes());
            if (note.isPresent()) {
                JsonObject json = StrictJson.readObject(key, note.get().bytes(), LIMITS);
                if (json.string("channel").equals(channel.name())) {
                    notes.add(key);
                    for (String name : json.strings("packs")) {
                        named.add(json.build(() -> Digest.parse(name)));
                    }
                }
            }
        }
        List<StoredPack> packs = new ArrayList<>();
        for (Digest name : named) {
            read(name).filter(Intents::hasChunks).ifPresent(packs::add);
        }
        if (!packs.isEmpty()) {
            announce(packs.stream().map(StoredPack::name).toList());
        }
        return packs;
    }

    /** Removes the notes of this run and of those that it took over: what they named is released, or of no use. */
    void delete() throws IOException {
        for (String key : notes) {
            authority.delete(key);
        }
        notes.clear();
    }

    /** A pack by its own table; nothing where it never arrived, or is none. */
    private Optional<StoredPack> read(Digest name) throws IOException {
        String key = Pack.path(name);
        Optional<ObjectStat> stat = authority.stat(key);
        if (stat.isEmpty() || stat.get().size() < PackFooter.LENGTH) {
            return Optional.empty();
        }
        long size = stat.get().size();
        try {
            byte[] tail = tail(key, size, TAIL);
            int needed = PackFooter.parse(tail, size).tableLength() + PackFooter.LENGTH;
            byte[] enough = needed <= tail.length ? tail : tail(key, size, needed);
            return Optional.of(new StoredPack(name, size, PackTable.inTail(enough, size)));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private byte[] tail(String key, long size, int length) throws IOException {
        int count = (int) Math.min(size, length);
        return authority.getRange(key, size - count, count);
    }

    private static boolean hasChunks(StoredPack pack) {
        return pack.table().rows().stream().anyMatch(PackRow.DataFrame.class::isInstance);
    }
}
