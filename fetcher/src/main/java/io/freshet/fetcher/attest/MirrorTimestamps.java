package io.freshet.fetcher.attest;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.log.MirrorLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The timestamps beside an envelope, as mirrors have them: each different one once. Nothing that they say is trusted.
 *
 * @param failures why mirrors could not be asked, or had what is too large
 */
public record MirrorTimestamps(List<MirrorAttestations.Document> documents, List<String> failures) {

    /** Copies the lists. */
    public MirrorTimestamps {
        documents = List.copyOf(documents);
        failures = List.copyOf(failures);
    }

    /** Asks all mirrors. */
    public static MirrorTimestamps find(MetadataSource mirrors, String envelope) throws InterruptedIOException {
        return find(mirrors, mirrors.mirrors(), envelope);
    }

    /** Asks these of them. */
    public static MirrorTimestamps find(MetadataSource mirrors, List<String> asked, String envelope)
            throws InterruptedIOException {
        Map<Digest, MirrorAttestations.Document> found = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        for (String mirror : asked) {
            try {
                readAll(new MirrorLog(mirrors, mirror), envelope, found);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failures.add(mirror + ": " + e.getMessage());
            }
        }
        return new MirrorTimestamps(List.copyOf(found.values()), failures);
    }

    private static void readAll(MirrorLog mirror, String envelope, Map<Digest, MirrorAttestations.Document> found)
            throws IOException {
        for (String path : AttestationPath.timestamps(envelope).toList()) {
            Optional<byte[]> bytes = mirror.get(path, TimestampAuthority.MAX_ANSWER);
            if (bytes.isEmpty()) {
                return;
            }
            found.putIfAbsent(Digest.of(bytes.get()), new MirrorAttestations.Document(path, bytes.get()));
        }
    }
}
