package io.freshet.cli;

import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.Envelope;
import io.freshet.core.trust.TrustException;
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
            description = "Envelope that somebody has sent, to be looked at like those in the repository; repeat for"
                    + " more.")
    private List<Path> files = new ArrayList<>();

    NamedRepository open() throws IOException, TrustException, UsageException {
        return options.open(options.repository(where));
    }

    NamedRepository.Found find(NamedRepository repository) throws IOException, TrustException, UsageException {
        return repository.find(release);
    }

    /** All attestations of a release, at all mirrors and in files, judged by these keys. */
    AttestReport report(NamedRepository repository, NamedRepository.Found found, List<VerifyingKey> trusted)
            throws IOException, UsageException {
        Snapshot snapshot = repository.repository().snapshot(found.release());
        MirrorAttestations there = repository.attestations(snapshot.digest());
        List<Attestation> all = new ArrayList<>();
        for (MirrorAttestations.Document document : there.documents()) {
            all.add(judge(document.path(), document.bytes(), trusted, snapshot));
        }
        for (Path file : files) {
            all.add(judge(file.toString(), read(file), trusted, snapshot));
        }
        return new AttestReport(found, all, there.failures());
    }

    private static Attestation judge(String name, byte[] bytes, List<VerifyingKey> trusted, Snapshot snapshot) {
        return Attestation.judge(name, bytes, trusted, snapshot.digest(), snapshot.manifest());
    }

    private static byte[] read(Path file) throws IOException, UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Envelope.LIMITS.maxBytes() + 1);
        } catch (NoSuchFileException e) {
            throw new UsageException("--attestation: there is no file " + file);
        }
    }
}
