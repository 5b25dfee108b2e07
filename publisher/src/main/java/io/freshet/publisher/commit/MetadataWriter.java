package io.freshet.publisher.commit;

import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.Signed;
import io.freshet.core.trust.SignedFile;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.util.Arrays;

/** Writes signed documents under versions that nobody has taken. */
final class MetadataWriter {

    private static final int MAX_METADATA = 8 << 20;

    private final ObjectStore store;

    MetadataWriter(ObjectStore store) {
        this.store = store;
    }

    /** Signs a document as a given version. */
    @FunctionalInterface
    interface Draft<T extends Signed> {
        SignedFile<T> sign(long version) throws MissingKey, IOException;
    }

    /** Writes a document under the first version from {@code from} on whose name is free. */
    <T extends Signed> SignedFile<T> writeNext(long from, Draft<T> draft) throws IOException, MissingKey {
        for (long version = from; ; version++) {
            DrivenVersion.requirePossible(store.url(), version);
            SignedFile<T> file = draft.sign(version);
            PutResult result = store.putIfAbsent(file.path(), Body.of(file.bytes()), ObjectHeaders.IMMUTABLE_JSON);
            if (result instanceof PutResult.Stored || isThere(file)) {
                return file;
            }
        }
    }

    /**
     * Writes a root, whose version can be no other (commit protocol, section 10). Where somebody else has written that
     * version, theirs stands, and is found when the state is read again.
     */
    void writeRoot(SignedFile<RootMetadata> root) throws IOException {
        store.putIfAbsent(root.path(), Body.of(root.bytes()), ObjectHeaders.IMMUTABLE_JSON);
    }

    private boolean isThere(SignedFile<?> file) throws IOException {
        try {
            return store.get(file.path(), MAX_METADATA)
                    .map(object -> Arrays.equals(object.bytes(), file.bytes()))
                    .orElse(false);
        } catch (ObjectTooLarge e) {
            return false;
        }
    }
}
