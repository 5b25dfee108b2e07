package io.freshet.core.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Roots of one repository, from one that is trusted for reasons of the caller's, each accepted by the one before it as
 * clients accept it (clause 5.3). Immutable.
 */
public final class RootChain {

    /** No root is larger. */
    public static final int MAX_BYTES = MetadataLimits.ROOT.maxBytes();

    private final List<TrustedState> states;

    private RootChain(List<TrustedState> states) {
        this.states = List.copyOf(states);
    }

    /**
     * A chain of one.
     *
     * @param document what to call it in errors
     */
    public static RootChain from(String document, byte[] root) throws TrustException {
        return new RootChain(List.of(TrustedState.startFrom(document, root)));
    }

    /** What is trusted at the root of a repository that is being made: of version 1, signed by itself, not expired. */
    public static TrustedState ofNewRepository(String document, byte[] root, Instant now) throws TrustException {
        TrustedState first = TrustedState.startFrom(document, root);
        first.requireUnexpiredRoot(now);
        long version = first.root().signed().version();
        if (version != 1) {
            throw new TrustException.WrongVersion(document, 1, version);
        }
        return first;
    }

    /** This chain and the root that follows. */
    public RootChain then(byte[] next) throws TrustException {
        List<TrustedState> longer = new ArrayList<>(states);
        longer.add(newest().updateRoot(next));
        return new RootChain(longer);
    }

    /** What is trusted at its end. */
    public TrustedState newest() {
        return states.getLast();
    }

    /** What is trusted at the root of this version, if the chain has it. */
    public Optional<TrustedState> at(long version) {
        return states.stream()
                .filter(state -> state.root().signed().version() == version)
                .findFirst();
    }

    /** All of them, in order. */
    public List<Metadata<RootMetadata>> roots() {
        return states.stream().map(TrustedState::root).toList();
    }
}
