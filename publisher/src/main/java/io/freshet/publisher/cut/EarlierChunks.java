package io.freshet.publisher.cut;

import io.freshet.core.Digest;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes chunks that are still where the parent has them. That costs their hash, which is needed in any case; finding their
 * ends costs as much again. For one lane.
 */
final class EarlierChunks {

    private final Supplier<Optional<EarlierCuts>> source;
    private final MessageDigest sha256 = Digest.sha256();
    private Optional<EarlierCuts> cuts = Optional.empty();

    /** @param source gives nothing as long as the parent is not known */
    EarlierChunks(Supplier<Optional<EarlierCuts>> source) {
        this.source = source;
    }

    /** Takes the next chunk if it is the parent's, and gives its id. */
    Optional<Digest> take(FileCutter cutter, byte[] window, String component, EntryPath path) throws IOException {
        if (!cutter.isContentDefined()) {
            return Optional.empty();
        }
        if (cuts.isEmpty()) {
            cuts = source.get();
        }
        int length = cuts.isEmpty() ? 0 : cuts.get().lengthAt(component, path, cutter.offset());
        if (length == 0 || !cutter.mayTake(length)) {
            return Optional.empty();
        }
        Digest id = Digest.of(sha256, window, cutter.rest(), length);
        if (!cuts.get().hasId(id)) {
            return Optional.empty();
        }
        cutter.take(length);
        return Optional.of(id);
    }
}
