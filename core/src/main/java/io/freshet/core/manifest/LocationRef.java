package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.pack.Codec;

/** Where a location root lies, and the SHA-256 of its plain bytes. */
public record LocationRef(BlobPlace place, Digest sha256) {

    private static final int MAX_OFFSET = 512_000_000;

    static LocationRef read(JsonObject json) throws JsonException {
        Digest pack = json.digest("pack");
        long offset = json.integer("offset", 0, MAX_OFFSET);
        int stored = (int) json.integer("stored", 1, LocationRoot.MAX_BYTES);
        int plain = (int) json.integer("plain", 1, LocationRoot.MAX_BYTES);
        Codec codec = json.integer("codec", 0, 1) == 0 ? Codec.STORED : Codec.ZSTD;
        return new LocationRef(new BlobPlace(pack, offset, stored, plain, codec), json.digest("sha256"));
    }

    void write(ObjectNode json) {
        json.put("pack", place.pack().toString());
        json.put("offset", place.offset()).put("stored", place.stored()).put("plain", place.plain());
        json.put("codec", place.codec().number()).put("sha256", sha256.toString());
    }
}
