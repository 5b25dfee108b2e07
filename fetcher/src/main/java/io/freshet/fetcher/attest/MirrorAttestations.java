package io.freshet.fetcher.attest;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.Envelope;
import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.log.MirrorLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;

/** The envelopes beside a manifest, as mirrors have them: each different one once. Nothing that they say is trusted. */
public final class MirrorAttestations {

    private final Map<Digest, Document> documents = new LinkedHashMap<>();
    private final Map<Digest, SequencedMap<String, String>> places = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    private MirrorAttestations() {}

    /** An envelope's bytes, and the path that they lie at. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Document(String path, byte[] bytes) {}

    /** Asks all mirrors. */
    public static MirrorAttestations find(MetadataSource mirrors, Digest manifest) throws InterruptedIOException {
        MirrorAttestations found = new MirrorAttestations();
        for (String mirror : mirrors.mirrors()) {
            try {
                found.readAll(new MirrorLog(mirrors, mirror), manifest);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                found.failures.add(mirror + ": " + e.getMessage());
            }
        }
        return found;
    }

    private void readAll(MirrorLog mirror, Digest manifest) throws IOException {
        for (String path : AttestationPath.all(manifest).toList()) {
            Optional<byte[]> bytes = mirror.get(path, Envelope.LIMITS.maxBytes());
            if (bytes.isEmpty()) {
                return;
            }
            Digest digest = Digest.of(bytes.get());
            documents.putIfAbsent(digest, new Document(path, bytes.get()));
            places.computeIfAbsent(digest, _ -> new LinkedHashMap<>()).putIfAbsent(mirror.name(), path);
        }
    }

    /** What was found. */
    public SequencedCollection<Document> documents() {
        return List.copyOf(documents.values());
    }

    /** Which mirrors have the envelope of this SHA-256, in the order in which they were asked, each with its own path of it. */
    public SequencedMap<String, String> places(Digest envelope) {
        return Collections.unmodifiableSequencedMap(places.getOrDefault(envelope, new LinkedHashMap<>()));
    }

    /** Why mirrors could not be asked, or had what is too large. */
    public List<String> failures() {
        return List.copyOf(failures);
    }
}
