package io.freshet.core.log;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A signature of a note that a known key has made. */
public record ValidSignature(VerifierKey key, NoteSignature line) {

    /**
     * When it was made, by the signer's word: seconds since 1970. Nothing where its type has no time; 0 where an ML-DSA
     * cosigner does not say that the tree was the largest one.
     */
    public OptionalLong time() {
        return key.type().isTimed()
                ? OptionalLong.of(ByteBuffer.wrap(line.signature()).getLong())
                : OptionalLong.empty();
    }
}
