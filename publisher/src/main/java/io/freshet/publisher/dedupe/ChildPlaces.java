package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.ContentDelta;
import io.freshet.core.index.LocationNode;
import java.security.MessageDigest;
import java.util.List;

/**
 * A digest of where a branch's children lie, with packs by their names throughout: equal for two branches that say the
 * same, even if one of them lies in a pack together with its children and the other does not.
 */
public final class ChildPlaces {

    private ChildPlaces() {}

    /** The digest of these children. */
    public static Digest digest(List<LocationNode.Child> children) {
        MessageDigest sha256 = Digest.sha256();
        ByteWriter out = new ByteWriter(256);
        for (LocationNode.Child child : children) {
            out.clear();
            child.contentPlace().write(out);
            child.locationPlace().write(out);
            out.digest(child.location());
            ContentDelta.writeAll(child.deltas(), out);
            sha256.update(out.array(), 0, out.size());
        }
        return Digest.finish(sha256);
    }
}
