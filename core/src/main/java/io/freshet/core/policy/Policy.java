package io.freshet.core.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Heading;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Key;
import io.freshet.core.trust.KeyTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules by which a repository is kept: the TUF target {@code policy.json}, which the offline keys sign (format,
 * section 10).
 *
 * @param authority URL of the destination whose conditional write decides
 * @param epoch rises whenever the authority moves
 * @param repository SHA-256 of the first root, which approvals name; there if any channel has rules
 * @param keys the keys that rules list; none where there are no rules
 * @param channels the channels that have rules, and what these are
 */
public record Policy(
        String authority,
        long epoch,
        Optional<Digest> repository,
        KeyTable keys,
        SortedMap<ChannelName, ChannelRules> channels,
        UnknownFields unknown) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(256 << 10, 32);

    private static final Set<String> FIELDS =
            Set.of("freshet", "requires", "authority", "repository", "keys", "channels");

    /** @throws IllegalArgumentException if rules list keys that are not there, or it isn't said whose rules they are */
    public Policy {
        channels = Collections.unmodifiableSortedMap(new TreeMap<>(channels));
        if (channels.isEmpty()) {
            repository = Optional.empty();
            keys = KeyTable.of(List.of());
        }
        if (!channels.isEmpty() && repository.isEmpty()) {
            throw new IllegalArgumentException("rules of channels name the repository that they are of");
        }
        for (ChannelRules rules : channels.values()) {
            for (String id : listed(rules)) {
                if (keys.get(id).isEmpty()) {
                    throw new IllegalArgumentException("the key " + id + " is listed and not there");
                }
            }
        }
    }

    /** One without rules for channels. */
    public static Policy of(String authority, long epoch) {
        return new Policy(
                authority, epoch, Optional.empty(), KeyTable.of(List.of()), new TreeMap<>(), UnknownFields.NONE);
    }

    private static List<String> listed(ChannelRules rules) {
        List<String> all = new ArrayList<>(rules.approvers().keyIds());
        all.addAll(rules.onCall());
        return all;
    }

    /** Reads a policy that was verified. */
    public static Policy read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.check(json);
        return read(json);
    }

    /** Reads a policy that another one may follow. */
    public static Policy readToSucceed(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.checkToSucceed(json);
        return read(json);
    }

    private static Policy read(JsonObject json) throws JsonException {
        JsonObject authority = json.object("authority");
        Optional<Digest> repository =
                json.has("repository") ? Optional.of(json.digest("repository")) : Optional.empty();
        KeyTable keys = json.has("keys") ? KeyTable.read(json.object("keys")) : KeyTable.of(List.of());
        SortedMap<ChannelName, ChannelRules> channels = new TreeMap<>();
        if (json.has("channels")) {
            for (Map.Entry<String, JsonObject> each :
                    json.object("channels").members().entrySet()) {
                ChannelRules rules = ChannelRules.read(each.getValue());
                each.getValue().build(() -> channels.put(new ChannelName(each.getKey()), rules));
            }
        }
        String destination = authority.string("destination");
        long epoch = authority.integer("epoch", 1, JsonObject.MAX_INTEGER);
        return json.build(() -> new Policy(destination, epoch, repository, keys, channels, json.unknown(FIELDS)));
    }

    /** The document. */
    public byte[] toBytes() {
        ObjectNode json = Heading.start();
        json.putObject("authority").put("destination", authority).put("epoch", epoch);
        if (!channels.isEmpty()) {
            json.put("repository", repository.orElseThrow().toString());
            json.set("keys", keys.toJson());
            ObjectNode rules = json.putObject("channels");
            channels.forEach((channel, each) -> each.writeTo(rules.putObject(channel.name())));
        }
        unknown.writeTo(json);
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }

    /** What a channel is held to, if to anything. */
    public Optional<ChannelRules> rules(ChannelName channel) {
        return Optional.ofNullable(channels.get(channel));
    }

    /**
     * The same with other rules for a channel, or none. Keys that no rule lists any more are gone.
     *
     * @param first SHA-256 of the repository's first root
     * @param more keys that {@code rules} list and that were not there
     */
    public Policy with(
            Digest first, ChannelName channel, Optional<ChannelRules> rules, Collection<? extends Key> more) {
        SortedMap<ChannelName, ChannelRules> next = new TreeMap<>(channels);
        next.remove(channel);
        rules.ifPresent(value -> next.put(channel, value));
        List<Key> all = new ArrayList<>(keys.byId().values());
        all.addAll(more);
        all.removeIf(
                key -> next.values().stream().noneMatch(each -> listed(each).contains(key.id())));
        return new Policy(authority, epoch, Optional.of(first), KeyTable.of(all), next, unknown);
    }
}
