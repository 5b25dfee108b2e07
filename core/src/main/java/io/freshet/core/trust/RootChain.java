package io.freshet.core.trust;

import io.freshet.core.Digest;
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

    /** SHA-256 of the repository's first root, if the chain begins with that or its last root says so. */
    public Optional<Digest> firstRoot() {
        Metadata<RootMetadata> given = states.getFirst().root();
        return given.signed().version() == 1
                ? Optional.of(Digest.of(given.bytes()))
                : newest().root().signed().firstRoot();
    }

    /**
     * Makes sure that a root which is to follow names the first one of this chain, if it names one.
     *
     * @throws IllegalArgumentException if it names another
     */
    public void requireFirst(RootMetadata next) {
        Optional<Digest> mine = firstRoot();
        Optional<Digest> named = next.firstRoot();
        if (mine.isPresent() && named.isPresent() && !mine.equals(named)) {
            throw new IllegalArgumentException("it says that the repository's first root has the SHA-256 " + named.get()
                    + ", and that has " + mine.get() + ": somebody would have its log be another one");
        }
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
