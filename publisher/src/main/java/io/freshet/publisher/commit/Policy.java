package io.freshet.publisher.commit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Heading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The rules by which a repository is kept: a TUF target that the offline keys sign.
 *
 * @param authority URL of the destination whose conditional write decides
 * @param epoch rises whenever the authority moves
 */
public record Policy(String authority, long epoch, UnknownFields unknown) {

    private static final JsonLimits LIMITS = new JsonLimits(64 << 10, 32);
    private static final Set<String> FIELDS = Set.of("freshet", "requires", "authority");

    static Policy read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.checkToSucceed(json);
        JsonObject authority = json.object("authority");
        return new Policy(
                authority.string("destination"),
                authority.integer("epoch", 1, JsonObject.MAX_INTEGER),
                json.unknown(FIELDS));
    }

    byte[] toBytes() {
        ObjectNode json = Heading.start();
        json.putObject("authority").put("destination", authority).put("epoch", epoch);
        unknown.writeTo(json);
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
