package io.freshet.fetcher.log;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.TrustedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A repository's first root, which names its log. Who was given that has kept it; who was given a later one finds out
 * which first root leads to it.
 */
public final class FirstRoot {

    private static final int MOST_BYTES = 512_000;

    private FirstRoot() {}

    /**
     * Its SHA-256.
     *
     * @param mirrors where it is read if it isn't kept
     * @param store what is kept of trust
     * @param trusted the root that is trusted now
     */
    public static Digest of(MetadataSource mirrors, TrustStore store, RootMetadata trusted) throws IOException {
        Optional<byte[]> kept = store.read(TrustStore.rootVersion(1));
        if (kept.isPresent()) {
            return Digest.of(kept.get());
        }
        byte[] last = store.read(TrustStore.rootVersion(trusted.version()))
                .orElseThrow(() -> new IllegalStateException("the trusted root was not kept"));
        List<String> failures = new ArrayList<>();
        for (String mirror : mirrors.mirrors()) {
            try {
                return leadingTo(last, trusted.version(), new MirrorLog(mirrors, mirror));
            } catch (TrustException | IOException e) {
                failures.add(mirror + ": " + e.getMessage());
            }
        }
        throw new LogRefused.NoFirstRoot(failures);
    }

    /** The first root of a chain each of which has signed the next, if its last one is {@code last}. */
    private static Digest leadingTo(byte[] last, long version, MirrorLog mirror) throws IOException, TrustException {
        byte[] first = root(mirror, 1);
        byte[] next = first;
        TrustedState state = TrustedState.startFrom(RepositoryPaths.metadata(RoleName.ROOT, 1), first);
        for (long number = 2; number <= version; number++) {
            next = root(mirror, number);
            state = state.updateRoot(next);
        }
        if (!Arrays.equals(next, last)) {
            throw new FormatException(
                    RepositoryPaths.metadata(RoleName.ROOT, version), "is not the one that is trusted");
        }
        return Digest.of(first);
    }

    private static byte[] root(MirrorLog mirror, long version) throws IOException {
        String path = RepositoryPaths.metadata(RoleName.ROOT, version);
        return mirror.get(path, MOST_BYTES).orElseThrow(() -> new IOException("has no " + path));
    }
}
