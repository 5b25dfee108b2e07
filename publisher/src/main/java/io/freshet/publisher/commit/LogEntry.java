package io.freshet.publisher.commit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonText;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.trust.ChannelName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What a release says of itself in the log, before it is one (commit protocol, section 5).
 *
 * @param run who wrote it: no two runs write the same entry
 */
record LogEntry(
        ChannelName channel, long sequence, ObjectRef manifest, Optional<Long> height, Instant time, RunId run) {

    /** What a reader accepts. */
    static final JsonLimits LIMITS = new JsonLimits(4 << 10, 8);

    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("freshet", 1);
        json.put("channel", channel.name()).put("sequence", sequence);
        json.putObject("manifest").put("sha256", manifest.sha256().toString()).put("length", manifest.length());
        height.ifPresent(h -> json.put("height", h));
        json.put("time", time.toString()).put("run", run.value());
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
