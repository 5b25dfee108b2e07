package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Optional;
import java.util.Set;

/**
 * What a snapshot says beside TUF's fields, so that one conditional write commits it with all else (commit protocol,
 * section 1). Whoever signs the next snapshot keeps it.
 *
 * @param log every {@code log/seq/N} below exists; never falls
 * @param condemned the list in force of what will be deleted; absent before the first one
 * @param unknown fields that this version does not know
 */
public record SnapshotCustom(long log, Optional<CondemnedRef> condemned, UnknownFields unknown) {

    /** Of a new repository. */
    public static final SnapshotCustom FIRST = new SnapshotCustom(0, Optional.empty(), UnknownFields.NONE);

    private static final String FIELD = "custom";
    private static final Set<String> FIELDS = Set.of("log", "condemned");

    /** Checks the number. */
    public SnapshotCustom {
        if (log < 0) {
            throw new IllegalArgumentException("the log ends at " + log);
        }
    }

    /**
     * A generation of the condemned list.
     *
     * @param number from 1; never falls
     * @param length of the object in bytes
     * @param sha256 of its bytes
     */
    public record CondemnedRef(long number, long length, Digest sha256) {

        /** Checks the numbers. */
        public CondemnedRef {
            if (number < 1 || length < 1) {
                throw new IllegalArgumentException("condemned list " + number + " of " + length + " bytes");
            }
        }

        /** Where it lies in a repository. */
        public String path() {
            return "condemned/" + number + ".json";
        }
    }

    static SnapshotCustom read(UnknownFields fields) throws JsonException {
        Optional<JsonObject> custom = fields.object(RoleName.SNAPSHOT, FIELD);
        if (custom.isEmpty()) {
            return FIRST;
        }
        JsonObject json = custom.get();
        long log = json.has("log") ? json.integer("log", 0, JsonObject.MAX_INTEGER) : 0;
        Optional<JsonObject> list = json.optionalObject("condemned");
        Optional<CondemnedRef> condemned = list.isEmpty()
                ? Optional.empty()
                : Optional.of(new CondemnedRef(
                        list.get().integer("number", 1, JsonObject.MAX_INTEGER),
                        list.get().integer("length", 1, JsonObject.MAX_INTEGER),
                        list.get().digest("sha256")));
        return new SnapshotCustom(log, condemned, json.unknown(FIELDS));
    }

    /** The same, the log reaching to {@code next} at least. */
    public SnapshotCustom withLog(long next) {
        return new SnapshotCustom(Math.max(log, next), condemned, unknown);
    }

    /** The same, the log reaching no further than {@code end}; without a condemned list if it is not to be {@code kept}. */
    public SnapshotCustom repaired(long end, boolean kept) {
        return new SnapshotCustom(Math.min(log, end), kept ? condemned : Optional.empty(), unknown);
    }

    /** The same with another condemned list. */
    public SnapshotCustom withCondemned(CondemnedRef list) {
        return new SnapshotCustom(log, Optional.of(list), unknown);
    }

    /** Number of the condemned list; 0 before the first one. */
    public long condemnedNumber() {
        return condemned.map(CondemnedRef::number).orElse(0L);
    }

    UnknownFields writeTo(UnknownFields fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("log", log);
        condemned.ifPresent(list -> json.putObject("condemned")
                .put("number", list.number)
                .put("length", list.length)
                .put("sha256", list.sha256.toString()));
        unknown.writeTo(json);
        return fields.with(FIELD, json);
    }
}
