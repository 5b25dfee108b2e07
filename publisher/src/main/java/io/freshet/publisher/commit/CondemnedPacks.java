package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Packs that a collector will delete: nobody may build on them any more. {@code condemned/head.json} lists them. */
public final class CondemnedPacks {

    /** Where the list lies. */
    static final String HEAD = "condemned/head.json";

    private static final JsonLimits LIMITS = new JsonLimits(8 << 20, 16);

    private CondemnedPacks() {}

    /** The list as it is now; empty where there is none. */
    public static Set<Digest> read(ObjectStore store) throws IOException {
        Optional<StoredObject> head = store.get(HEAD, LIMITS.maxBytes());
        if (head.isEmpty()) {
            return Set.of();
        }
        JsonObject json = StrictJson.readObject(HEAD, head.get().bytes(), LIMITS);
        Set<Digest> packs = new HashSet<>();
        for (String name : json.strings("packs")) {
            packs.add(json.build(() -> Digest.parse(name)));
        }
        return packs;
    }
}
