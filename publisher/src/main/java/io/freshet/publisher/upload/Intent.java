package io.freshet.publisher.upload;

import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import io.freshet.publisher.commit.RunId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A note that a run left (commit protocol, section 6).
 *
 * @param key where it lies
 * @param packs what the run was about to upload, or relied on
 */
record Intent(String key, RunId run, String channel, List<Digest> packs) {

    private static final String PREFIX = "intents/";
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 8);
    private static final Pattern KEY = Pattern.compile(PREFIX + "([^/]+)/[0-9]{1,18}\\.json");

    static String path(RunId run, long number) {
        return PREFIX + run + "/" + number + ".json";
    }

    /** All notes of the runs of a channel. Of a run of another channel one is read. */
    static List<Intent> ofChannel(ObjectStore store, ChannelName channel) throws IOException {
        SortedMap<RunId, List<String>> runs = new TreeMap<>(Comparator.comparing(RunId::value));
        store.list(PREFIX, object -> {
            Matcher key = KEY.matcher(object.key());
            if (key.matches() && RunId.isOne(key.group(1))) {
                runs.computeIfAbsent(new RunId(key.group(1)), run -> new ArrayList<>())
                        .add(object.key());
            }
        });
        List<Intent> intents = new ArrayList<>();
        for (var run : runs.entrySet()) {
            for (String key : run.getValue()) {
                Optional<Intent> intent = read(store, key, run.getKey());
                if (intent.isPresent() && !intent.get().channel.equals(channel.name())) {
                    break;
                }
                intent.ifPresent(intents::add);
            }
        }
        return intents;
    }

    private static Optional<Intent> read(ObjectStore store, String key, RunId run) throws IOException {
        Optional<StoredObject> note = store.get(key, LIMITS.maxBytes());
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(key, run, note.get().bytes()));
        } catch (JsonException e) {
            // Nothing that is released depends on it: it spares nobody an upload, and stops nobody.
            return Optional.empty();
        }
    }

    private static Intent parse(String key, RunId run, byte[] bytes) throws JsonException {
        JsonObject json = StrictJson.readObject(key, bytes, LIMITS);
        List<Digest> packs = new ArrayList<>();
        for (String name : json.strings("packs")) {
            packs.add(json.build(() -> Digest.parse(name)));
        }
        return new Intent(key, run, json.string("channel"), packs);
    }
}
