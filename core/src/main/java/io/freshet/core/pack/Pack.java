package io.freshet.core.pack;

import io.freshet.core.Digest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A whole pack in memory.
 *
 * @param name SHA-256 of its bytes
 * @param length in bytes
 * @param bytes all of them, in order, each buffer from its position to its limit; not to be changed
 * @param table what is in it
 */
public record Pack(Digest name, long length, List<ByteBuffer> bytes, PackTable table) {

    /** Copies the list, not the bytes. */
    public Pack {
        bytes = List.copyOf(bytes);
    }

    /** Where the pack of this name lies in a repository. */
    public static String path(Digest name) {
        String hex = name.toString();
        return "packs/" + hex.substring(0, 2) + "/" + hex + ".bin";
    }
}
