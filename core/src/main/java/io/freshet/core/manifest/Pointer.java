package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a channel points to (format, section 9).
 *
 * @param channel its name
 * @param release the current release
 * @param availableUntil until when its objects are promised to stay
 * @param log number of the release's entry in the log
 * @param halt that nobody is to fetch it
 * @param rollback how the channel was last taken back
 * @param history the releases before
 */
public record Pointer(
        String channel,
        Release release,
        Optional<Instant> availableUntil,
        long log,
        Optional<Halt> halt,
        Optional<Rollback> rollback,
        History history) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(256 << 10, 32);

    /** Fields that bind whoever reads them, and that this release can't follow yet. */
    private static final List<String> BINDING = List.of("rollout");

    private static final Set<String> FIELDS = fields();

    private static Set<String> fields() {
        Set<String> fields = new HashSet<>(Release.FIELDS);
        fields.addAll(Set.of(
                "freshet", "requires", "channel", "availableUntil", "log", "halt", "rollback", "history", "older"));
        fields.addAll(BINDING);
        return Set.copyOf(fields);
    }

    /** One that says no more than that a release is current. */
    public Pointer(String channel, Release release, Optional<Instant> availableUntil, long log, History history) {
        this(channel, release, availableUntil, log, Optional.empty(), Optional.empty(), history);
    }

    /** Reads a pointer whose digest was verified, and which must be that of {@code channel}. */
    public static Pointer read(String document, String channel, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.check(json);
        return read(json, channel);
    }

    /** Reads a pointer that another one is to follow. */
    public static Pointer readToSucceed(String document, String channel, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.checkToSucceed(json);
        return read(json, channel);
    }

    private static Pointer read(JsonObject json, String channel) throws IOException {
        for (String field : BINDING) {
            if (json.has(field)) {
                throw new UnsupportedFeature(json.document(), field);
            }
        }
        if (!json.string("channel").equals(channel)) {
            throw json.invalid("channel", "is \"" + json.string("channel") + "\", not \"" + channel + "\"");
        }
        Optional<JsonObject> halt = json.optionalObject("halt");
        Optional<JsonObject> rollback = json.optionalObject("rollback");
        return new Pointer(
                channel,
                Release.read(json, FIELDS),
                json.has("availableUntil") ? Optional.of(Times.read(json, "availableUntil")) : Optional.empty(),
                json.integer("log", 0, JsonObject.MAX_INTEGER),
                halt.isPresent() ? Optional.of(Halt.read(halt.get())) : Optional.empty(),
                rollback.isPresent() ? Optional.of(Rollback.read(rollback.get())) : Optional.empty(),
                History.read(json, History.IN_POINTER));
    }

    /** The document. */
    public byte[] toBytes() {
        ObjectNode json = Heading.start();
        json.put("channel", channel);
        release.write(json);
        json.put("availableUntil", availableUntil.map(Instant::toString).orElse(null));
        json.put("log", log);
        BINDING.forEach(json::putNull);
        json.putNull("halt");
        halt.ifPresent(value -> value.write(json.putObject("halt")));
        json.putNull("rollback");
        rollback.ifPresent(value -> value.write(json.putObject("rollback")));
        Countersignatures.write(json, "approvals", release.approvals());
        history.write(json);
        return Heading.bytes("the pointer of a channel", json, LIMITS);
    }

    /** The same under another name: one that a collector has condemned is not used again. */
    public Pointer salted(long salt) {
        Release named = release.with(Heading.salted(release.unknown(), salt));
        return new Pointer(channel, named, availableUntil, log, halt, rollback, history);
    }

    /** The same after these releases. */
    public Pointer after(History before) {
        return new Pointer(channel, release, availableUntil, log, halt, rollback, before);
    }

    /** The same where nothing was taken back. */
    public Pointer withoutRollback() {
        return new Pointer(channel, release, availableUntil, log, halt, Optional.empty(), history);
    }

    /** Fields that this release does not know; the next pointer keeps them. */
    public UnknownFields unknown() {
        return Heading.unsalted(release.unknown());
    }
}
