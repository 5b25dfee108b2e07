package io.freshet.cli.keys;

import io.freshet.cli.UsageException;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootDraft.Signers;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of root metadata, and of public keys. */
final class RootFile {

    private RootFile() {}

    /** What is in one; of a larger file as much as shows that it is too large. */
    static byte[] bytes(Path file) throws IOException, UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(RootChain.MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file);
        }
    }

    /** What the root of a version is called beside a draft, as in a repository. */
    static Path beside(Path draft, long version) {
        return draft.resolveSibling(version + ".root.json");
    }

    /** The root that lies beside a draft and is the one before it, if one does. */
    static List<Path> beside(Path file, RootDraft draft) {
        return Stream.of(beside(file, draft.root().version() - 1))
                .filter(Files::exists)
                .toList();
    }

    /** The public keys in these files. */
    static Signers signers(List<Path> files, int threshold) throws IOException {
        return new Signers(PublicKeyFile.read(files), threshold);
    }

    /**
     * The root before a draft: the last of a chain from a root that the caller trusts, by the roots that lie beside the
     * draft; nothing for a first root.
     */
    static Optional<Metadata<RootMetadata>> before(Path file, RootDraft draft, CurrentRoot current)
            throws IOException, TrustException, UsageException {
        long version = draft.root().version() - 1;
        if (version == 0) {
            return Optional.empty();
        }
        RootChain chain = current.chain(beside(file, draft));
        for (long next = chain.newest().root().signed().version() + 1; next <= version; next++) {
            if (Files.exists(beside(file, next))) {
                chain = chain.then(bytes(beside(file, next)));
            }
        }
        try {
            chain.requireFirst(draft.root());
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + ": " + e.getMessage());
        }
        long newest = chain.newest().root().signed().version();
        return Optional.of(chain.at(version)
                .orElseThrow(() -> new UsageException(file + " is a draft of version " + (version + 1)
                        + ", and the newest root that is known here is of version " + newest + ": name those between by"
                        + " --current, or put them beside the draft"))
                .root());
    }
}
