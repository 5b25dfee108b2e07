package io.freshet.publisher.commit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonText;
import io.freshet.core.pack.Pack;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a collector is going to delete: nobody builds on it any more, and nobody gives a new object one of these names.
 * One generation, {@code condemned/N.json} (commit protocol, section 3).
 *
 * @param number of the generation; 0 for the list before the first one, which is empty
 */
public record CondemnedList(long number, List<Entry> entries) {

    static final CondemnedList NONE = new CondemnedList(0, List.of());

    /** Largest list, in bytes, that is read or written. */
    static final int MAX_BYTES = 64 << 20;

    /**
     * An object that was condemned.
     *
     * @param object its path
     * @param generation of the list on which it came first
     * @param passed when every destination had that generation
     * @param erased when it was deleted everywhere
     */
    public record Entry(String object, long generation, Optional<Instant> passed, Optional<Instant> erased) {}

    /** Sorts by object. */
    public CondemnedList {
        entries = entries.stream().sorted(Comparator.comparing(Entry::object)).toList();
    }

    /** Paths of all that is listed. */
    public Set<String> objects() {
        return entries.stream().map(Entry::object).collect(Collectors.toUnmodifiableSet());
    }

    /** Those of {@code packs} that are listed. */
    public static Set<Digest> packs(Set<String> objects) {
        return objects.stream()
                .filter(object -> object.matches("packs/[0-9a-f]{2}/[0-9a-f]{64}\\.bin"))
                .map(object -> Digest.parse(object.substring(9, 73)))
                .filter(pack -> objects.contains(Pack.path(pack)))
                .collect(Collectors.toUnmodifiableSet());
    }

    byte[] toBytes() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("freshet", 1).put("number", number);
        ArrayNode list = json.putArray("entries");
        for (Entry entry : entries) {
            list.addObject()
                    .put("object", entry.object)
                    .put("generation", entry.generation)
                    .put("passed", entry.passed.map(Instant::toString).orElse(null))
                    .put("erased", entry.erased.map(Instant::toString).orElse(null));
        }
        return JsonText.compact(json).getBytes(StandardCharsets.UTF_8);
    }
}
