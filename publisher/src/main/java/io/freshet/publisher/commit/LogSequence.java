package io.freshet.publisher.commit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonText;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The log's sequence: one object a release, {@code log/seq/N} without gaps from 0 on, each written by whoever finds the
 * number free. What was logged need not have been released; what is released was logged.
 */
final class LogSequence {

    private final ObjectStore store;

    LogSequence(ObjectStore store) {
        this.store = store;
    }

    /** What a release says of itself in the log. */
    record Entry(ChannelName channel, long sequence, ObjectRef manifest, Optional<Long> height, Instant time) {
        byte[] toBytes() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("freshet", 1);
            json.put("channel", channel.name()).put("sequence", sequence);
            json.putObject("manifest")
                    .put("sha256", manifest.sha256().toString())
                    .put("length", manifest.length());
            height.ifPresent(h -> json.put("height", h));
            json.put("time", time.toString());
            return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
        }
    }

    static String path(long number) {
        return "log/seq/" + number;
    }

    /**
     * Appends an entry.
     *
     * @param known a number that is surely taken, or -1: the search begins behind it
     * @return the entry's number
     */
    long append(Entry entry, long known) throws IOException {
        Body body = Body.of(entry.toBytes());
        long free = firstFree(known);
        while (!(store.putIfAbsent(path(free), body, ObjectHeaders.IMMUTABLE_JSON) instanceof PutResult.Stored)) {
            free++;
        }
        return free;
    }

    /** The first number behind {@code known} that is free, by doubling steps and then halving them. */
    private long firstFree(long known) throws IOException {
        long taken = known;
        long step = 1;
        while (isTaken(taken + step)) {
            taken += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (isTaken(taken + step)) {
                taken += step;
            }
        }
        return taken + 1;
    }

    private boolean isTaken(long number) throws IOException {
        return store.stat(path(number)).isPresent();
    }
}
