package io.freshet.core.trust;

import java.io.IOException;
import java.util.Optional;

/** Begins an update with what is kept of earlier ones, and keeps what it comes to trust. */
final class LocalTrust {

    static final String ROOT = "root.json";

    private static final String TIMESTAMP = "timestamp.json";
    private static final String SNAPSHOT = "snapshot.json";

    private final TrustStore store;

    LocalTrust(TrustStore store) {
        this.store = store;
    }

    /**
     * The state to begin with.
     *
     * @param given the root that a node was given, if it was given one this time
     */
    TrustedState open(Optional<byte[]> given) throws TrustException, IOException {
        Optional<byte[]> kept = store.read(ROOT);
        if (kept.isEmpty()) {
            byte[] root = given.orElseThrow(() -> new TrustException.NoRoot(store.describe(ROOT)));
            TrustedState first = TrustedState.startFrom(TrustStore.GIVEN_ROOT, root);
            forgetVersions();
            return startOver(first, root);
        }
        TrustedState state = TrustedState.startFrom(store.describe(ROOT), kept.get());
        if (given.isPresent()) {
            TrustedState other = TrustedState.startFrom(TrustStore.GIVEN_ROOT, given.get());
            if (version(other) > version(state)) {
                // Clause 5.2: what the user gives is trusted for the user's reasons, here over the root that is kept.
                // What
                // its keys have signed is measured against all the same.
                return recallSnapshot(recallTimestamp(startOver(other, given.get())));
            }
            requireOnTheWay(other, state);
        }
        return recallSnapshot(recallTimestamp(state));
    }

    private TrustedState startOver(TrustedState state, byte[] root) throws IOException {
        for (long version = version(state) - 1;
                store.read(TrustStore.rootVersion(version)).isPresent();
                version--) {
            store.delete(TrustStore.rootVersion(version));
        }
        keepRoot(state, root);
        return state;
    }

    /** The root that was given must be one that was trusted here on the way to the present one. */
    private void requireOnTheWay(TrustedState given, TrustedState state) throws TrustException, IOException {
        String name = TrustStore.rootVersion(version(given));
        Optional<byte[]> kept = store.read(name);
        boolean same = kept.isPresent()
                && TrustedState.startFrom(store.describe(name), kept.get())
                        .root()
                        .saysTheSame(given.root());
        if (!same) {
            throw new TrustException.ForeignRoot(store.describe(ROOT), version(given), version(state));
        }
    }

    /** A timestamp that the present keys have not signed is no measure of anything (5.3.11). */
    private TrustedState recallTimestamp(TrustedState state) throws IOException {
        Optional<byte[]> kept = store.read(TIMESTAMP);
        try {
            return kept.isPresent() ? state.recallTimestamp(store.describe(TIMESTAMP), kept.get()) : state;
        } catch (TrustException e) {
            store.delete(TIMESTAMP);
            return state;
        }
    }

    private TrustedState recallSnapshot(TrustedState state) throws IOException {
        Optional<byte[]> kept = store.read(SNAPSHOT);
        try {
            return kept.isPresent() ? state.recallSnapshot(store.describe(SNAPSHOT), kept.get()) : state;
        } catch (TrustException e) {
            store.delete(SNAPSHOT);
            return state;
        }
    }

    /** Clause 5.3.8. What the new root makes void goes first: after a crash between, it would be measured against. */
    void replaceRoot(TrustedState next, byte[] bytes) throws IOException {
        if (next.timestamp().isEmpty()) {
            forgetVersions();
        }
        keepRoot(next, bytes);
    }

    private void keepRoot(TrustedState state, byte[] bytes) throws IOException {
        store.write(TrustStore.rootVersion(version(state)), bytes);
        store.write(ROOT, bytes);
    }

    private void forgetVersions() throws IOException {
        store.delete(TIMESTAMP);
        store.delete(SNAPSHOT);
    }

    /** Clauses 5.4.5, 5.5.7, 5.6.6. */
    void keep(String role, byte[] bytes) throws IOException {
        store.write(TrustStore.document(role), bytes);
    }

    /** The document that was kept of {@code role}. */
    Optional<byte[]> kept(String role) throws IOException {
        return store.read(TrustStore.document(role));
    }

    private static long version(TrustedState state) {
        return state.root().signed().version();
    }
}
