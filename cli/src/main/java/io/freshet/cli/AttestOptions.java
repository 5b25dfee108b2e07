package io.freshet.cli;

import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.timestamp.TimestampRoots;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.attest.MirrorAttestations;
import io.freshet.fetcher.attest.MirrorTimestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which release's attestations are to be looked at, and where else than in its repository some lie. */
final class AttestOptions {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "URL of a repository, or of its descriptor.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(
            names = "--channel",
            paramLabel = "NAME[@N]",
            description = "Channel, or a release of it; the current one where there is one channel.")
    private ReleaseName release = ReleaseName.CURRENT;

    @Option(
            names = "--attestation",
            paramLabel = "FILE",
            description =
                    "DSSE envelope, or Sigstore bundle (as cosign attest-blob writes it), that somebody has sent, to"
                        + " be looked at like those in the repository; repeat for more. An envelope's timestamps lie"
                        + " beside it, like FILE without .json and with .0.tsr; a bundle's in it.")
    private List<Path> files = new ArrayList<>();

    NamedRepository open() throws IOException, TrustException, UsageException {
        return options.open(options.repository(where));
    }

    NamedRepository.Found find(NamedRepository repository) throws IOException, TrustException, UsageException {
        return repository.find(release);
    }

    /** All attestations of a release, at all mirrors and in files, judged by these keys, and their times by these roots. */
    AttestReport report(
            NamedRepository repository,
            NamedRepository.Found found,
            List<VerifyingKey> trusted,
            Optional<TimestampRoots> roots)
            throws IOException, UsageException {
        Snapshot snapshot = repository.repository().snapshot(found.release());
        MirrorAttestations there = repository.attestations(snapshot.digest());
        List<String> failures = new ArrayList<>(there.failures());
        List<SeenAttestation> all = new ArrayList<>();
        for (MirrorAttestations.Document document : there.documents()) {
            MirrorTimestamps times = repository.timestamps(document);
            failures.addAll(times.failures());
            all.add(AttestationFile.judgeEnvelope(document, times.documents(), trusted, snapshot, roots));
        }
        for (Path file : files) {
            all.add(AttestationFile.read(file).judge(trusted, snapshot, roots));
        }
        return new AttestReport(
                found, snapshot, all, failures.stream().distinct().toList());
    }
}
