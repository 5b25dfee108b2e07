package io.freshet.cli;

import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.SigstoreBundle;
import io.freshet.core.json.JsonException;
import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.core.timestamp.TimestampRoots;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.attest.MirrorAttestations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What somebody has sent, in a file: a bare envelope, with timestamps beside it, or a bundle, with timestamps in it. */
record AttestationFile(MirrorAttestations.Document document, List<MirrorAttestations.Document> beside) {

    /** Copies the list. */
    AttestationFile {
        beside = List.copyOf(beside);
    }

    /** Reads the file, and those beside it that are named as in a repository. */
    static AttestationFile read(Path file) throws IOException, UsageException {
        // The larger of the two limits; a bare envelope has one of its own.
        byte[] bytes = OptionFile.read("--attestation", file, SigstoreBundle.LIMITS.maxBytes());
        List<MirrorAttestations.Document> timestamps = new ArrayList<>();
        for (String name : AttestationPath.timestamps(file.toString()).toList()) {
            try (InputStream in = Files.newInputStream(Path.of(name))) {
                timestamps.add(new MirrorAttestations.Document(name, in.readNBytes(TimestampAuthority.MAX_ANSWER + 1)));
            } catch (NoSuchFileException e) {
                break;
            }
        }
        return new AttestationFile(new MirrorAttestations.Document(file.toString(), bytes), timestamps);
    }

    /** Judges it as one in a repository. */
    SeenAttestation judge(List<VerifyingKey> trusted, Snapshot snapshot, Optional<TimestampRoots> roots) {
        if (!SigstoreBundle.isMeant(document.bytes())) {
            return judgeEnvelope(document, beside, trusted, snapshot, roots);
        }
        String name = document.path();
        try {
            SigstoreBundle bundle = SigstoreBundle.read(name, document.bytes());
            List<SeenTimestamp> timestamps = IntStream.range(
                            0, bundle.timestamps().size())
                    .mapToObj(each -> SeenTimestamp.judge(
                            "timestamp " + each + " in " + name,
                            bundle.timestamps().get(each),
                            bundle.signature(),
                            roots))
                    .toList();
            return new SeenAttestation(
                    Attestation.judge(name, bundle.envelope(), trusted, snapshot.digest(), snapshot.manifest()),
                    timestamps);
        } catch (JsonException e) {
            return new SeenAttestation(Attestation.unreadable(name, e), List.of());
        }
    }

    /** Judges an envelope by these keys, and its timestamps by these roots. */
    static SeenAttestation judgeEnvelope(
            MirrorAttestations.Document envelope,
            List<MirrorAttestations.Document> timestamps,
            List<VerifyingKey> trusted,
            Snapshot snapshot,
            Optional<TimestampRoots> roots) {
        return new SeenAttestation(
                Attestation.judge(envelope.path(), envelope.bytes(), trusted, snapshot.digest(), snapshot.manifest()),
                timestamps.stream()
                        .map(each -> SeenTimestamp.judge(each.path(), each.bytes(), envelope.bytes(), roots))
                        .toList());
    }
}
