package io.freshet.publisher.commit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents that were read and never change, so that who loses a race reads only what is new. Holds 16 MiB at most. */
final class KeptDocuments {

    private static final long MOST_BYTES = 16 << 20;

    private final Map<String, byte[]> documents = new LinkedHashMap<>();
    private long bytes;

    /** Reads a document that is not kept yet. */
    @FunctionalInterface
    interface Read {
        byte[] read() throws IOException;
    }

    byte[] get(String path, Read read) throws IOException {
        byte[] kept = find(path);
        if (kept != null) {
            return kept.clone();
        }
        byte[] fresh = read.read();
        keep(path, fresh);
        return fresh.clone();
    }

    private synchronized byte @Nullable [] find(String path) {
        return documents.get(path);
    }

    private synchronized void keep(String path, byte[] document) {
        if (bytes + document.length > MOST_BYTES) {
            documents.clear();
            bytes = 0;
        }
        if (documents.put(path, document) == null) {
            bytes += document.length;
        }
    }
}
