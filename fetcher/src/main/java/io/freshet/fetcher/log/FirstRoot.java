package io.freshet.fetcher.log;

import io.freshet.core.Digest;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustStore;
import java.io.IOException;
import java.util.Optional;

/**
 * A repository's first root, which names its log. Who was given that has kept it; who was given a later one goes by what
 * that one says. No mirror is asked: any can make a root of version 1 that leads to the one that is trusted, by listing its
 * keys beside keys of its own.
 */
public final class FirstRoot {

    private FirstRoot() {}

    /**
     * Its SHA-256.
     *
     * @param store what is kept of trust
     * @param trusted the root that is trusted now
     * @throws LogRefused.NoFirstRoot if neither says which it is
     */
    public static Digest of(TrustStore store, RootMetadata trusted) throws IOException {
        Optional<Digest> said = trusted.firstRoot();
        if (said.isPresent()) {
            return said.get();
        }
        return store.read(TrustStore.rootVersion(1))
                .map(Digest::of)
                .orElseThrow(() -> new LogRefused.NoFirstRoot(trusted.version()));
    }
}
