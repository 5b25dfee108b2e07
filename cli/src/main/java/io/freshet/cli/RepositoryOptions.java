package io.freshet.cli;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.fetcher.version.FetchedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which repository to look at, and by what to know its publisher: the same for all verbs that only read. */
final class RepositoryOptions implements Referring {

    @Option(
            names = "--from",
            paramLabel = "URL",
            description = "Mirror or bucket, in place of WHERE: https://a.example/base, s3://bucket/prefix, file:/path;"
                    + " repeat for more.")
    private List<String> from = new ArrayList<>();

    @Mixin
    private RootOptions root = new RootOptions();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Directory for temporary files; $XDG_CACHE_HOME/freshet by default.")
    private @Nullable Path state;

    /** What is trusted of the repository that was opened last. */
    private TrustStore trusted = new TrustMemory();

    List<String> from() {
        return from;
    }

    /** Where temporary files go. */
    Path temporary() throws IOException {
        return StateDirectory.of(state);
    }

    /** What {@code where} or --from names; they say the same, so that one is enough. */
    Place place(@Nullable String where) throws IOException, UsageException {
        if (where != null && !from.isEmpty()) {
            throw new UsageException("\"" + where + "\" and --from both say where to look: give one");
        }
        if (where == null && from.isEmpty()) {
            throw new UsageException("where is it? Give a fetched directory, the URL of a repository or of its"
                    + " descriptor, or mirrors with --from URL");
        }
        return where == null ? Place.ofUrls(from) : Place.of(where);
    }

    /** The same where only a repository will do. */
    Place.Repository repository(@Nullable String where) throws IOException, UsageException {
        return switch (place(where)) {
            case Place.Repository repository -> repository;
            case Place.Directory directory ->
                throw new UsageException(where + " is a fetched directory: give the URL of the repository");
        };
    }

    /**
     * The root that was given, for a proof that is verified alone; nothing where none was.
     *
     * @throws FormatException if the proof begins with another one than that of the SHA-256 that was given
     */
    Optional<byte[]> rootFor(String document, ReleaseProof proof) throws IOException, UsageException {
        return switch (root.given()) {
            case RootOfTrust.Document given -> Optional.of(given.bytes());
            case RootOfTrust.Kept _ -> Optional.empty();
            case RootOfTrust.Fingerprint given -> {
                byte[] first = proof.roots().getFirst();
                if (!Digest.of(first).equals(given.sha256())) {
                    throw new FormatException(document, "begins with a root of another SHA-256 than " + given.sha256());
                }
                yield Optional.of(first);
            }
        };
    }

    /** Opens a repository. Nothing is kept of the trust that comes of it. */
    NamedRepository open(Place.Repository place) throws IOException, TrustException, UsageException {
        RootOfTrust given = root.given();
        if (given instanceof RootOfTrust.Kept) {
            throw new UsageException(
                    "whose repository is it? Say --root FILE (the root.json that its publisher has given"
                            + " you) or --root-sha256 HEX (its SHA-256; freshet init printed it)");
        }
        return open(place, given, new TrustMemory());
    }

    /** Opens a repository, by the trust that a fetched directory has in it where no root is given. */
    NamedRepository open(Place.Repository place, Optional<FetchedDirectory> directory)
            throws IOException, TrustException, UsageException {
        RootOfTrust given = root.given();
        if (directory.isEmpty() || !(given instanceof RootOfTrust.Kept)) {
            return open(place);
        }
        return open(place, given, new TrustCopy(directory.get().trust()));
    }

    private NamedRepository open(Place.Repository place, RootOfTrust given, TrustStore trust)
            throws IOException, TrustException, UsageException {
        trusted = trust;
        return NamedRepository.open(place, given, trust);
    }

    @Override
    public Optional<Contact> contact() {
        return Contact.kept(trusted);
    }
}
