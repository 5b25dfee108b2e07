package io.freshet.core.proof;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.attest.Attestation;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.policy.ChannelCheck;
import io.freshet.core.policy.Policy;
import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.timestamp.SeenTimestamp;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.Signed;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies the proof of a release as a fetch verifies what mirrors give (format, section 10), without asking anybody. Whether
 * something has expired is judged at the time that the proof says it was taken.
 *
 * @param document what to call the proof in errors
 */
public record ProofCheck(String document, ReleaseProof proof) {

    /**
     * Verifies it.
     *
     * @param given the root that its reader knows the publisher by; without one, the first of the proof itself is taken
     */
    public ProvenRelease verify(Optional<byte[]> given) throws TrustException, LogException, IOException {
        return verify(given, ProofTerms.NONE);
    }

    /** The same where more is asked of it: without the log's proof no witness has seen it. */
    public ProvenRelease verify(Optional<byte[]> given, ProofTerms terms)
            throws TrustException, LogException, IOException {
        Rooted root = root(given);
        TrustedState trusted = metadata(root.state);
        Pointer pointer = pointer(trusted);
        Digest digest = Digest.of(proof.manifest());
        Release release = Stream.concat(Stream.of(pointer.release()), pointer.history().releases().stream())
                .filter(each -> each.manifest().equals(new ObjectRef(digest, proof.manifest().length)))
                .findFirst()
                .orElseThrow(() ->
                        new FormatException(document, "its manifest " + digest + " is none that its pointer names"));
        requireAllowed(trusted, pointer, release);
        Manifest manifest = Manifest.read(document + ": the manifest", proof.manifest());
        LogCheck log = new LogCheck(trusted, root.first, pointer, release, terms);
        Optional<ProvenRelease.InLog> logged = log.verify();
        return new ProvenRelease(
                proof.channel(),
                release,
                digest,
                manifest,
                trusted.root().signed().version(),
                proof.taken(),
                expires(trusted),
                logged,
                logged.isPresent() ? Optional.empty() : Optional.of(log.why()),
                attestations(trusted, digest, manifest, terms),
                ChannelKeys.of(trusted, proof.channel()).threshold());
    }

    /** Who signs for its channel, by its own root. */
    public ChannelKeys keys() throws TrustException, FormatException {
        return ChannelKeys.of(metadata(root(Optional.empty()).state), proof.channel());
    }

    /**
     * The root that signs.
     *
     * @param first SHA-256 of the repository's first root, if it is known: what the root that signs says of it, or else that
     *     which its reader knows the publisher by
     */
    private record Rooted(TrustedState state, Optional<Digest> first) {}

    private Rooted root(Optional<byte[]> given) throws TrustException, FormatException {
        byte[] first = proof.roots().getFirst();
        RootChain chain = RootChain.from(document + ": its first root", first);
        for (byte[] next : proof.roots().subList(1, proof.roots().size())) {
            chain = chain.then(next);
        }
        Optional<Digest> enclosed =
                chain.roots().getFirst().signed().version() == 1 ? Optional.of(Digest.of(first)) : Optional.empty();
        if (given.isEmpty()) {
            return rooted(chain.newest(), enclosed, enclosed);
        }
        TrustedState known = TrustedState.startFrom("the root that was given", given.get());
        Optional<Digest> believed = version(known) == 1 ? given.map(Digest::of) : Optional.empty();
        return rooted(signing(chain, known), enclosed, believed);
    }

    private TrustedState signing(RootChain chain, TrustedState given) throws TrustException, FormatException {
        long version = version(given);
        Optional<TrustedState> same = chain.at(version);
        if (same.isPresent()) {
            requireSame(given, same.get());
            return chain.newest();
        }
        if (version > version(chain.newest())) {
            return given;
        }
        long first = chain.roots().getFirst().signed().version();
        if (version + 1 < first) {
            throw new FormatException(
                    document,
                    "begins with root version " + first + ", which nothing here links to version " + version
                            + " that was given: give root.json of version " + first + " or later");
        }
        TrustedState known = given;
        for (byte[] next : proof.roots()) {
            known = known.updateRoot(next);
        }
        return known;
    }

    /**
     * Anybody makes a root of version 1 that leads to a later one, by listing its keys beside his own: what the root that
     * signs says of the first one counts.
     *
     * @param enclosed SHA-256 of the proof's own root of version 1
     * @param believed that of the root that the publisher is known by, if that is the first one
     */
    private Rooted rooted(TrustedState signing, Optional<Digest> enclosed, Optional<Digest> believed)
            throws FormatException {
        Optional<Digest> said = signing.root().signed().firstRoot();
        if (said.isPresent() && enclosed.isPresent() && !said.equals(enclosed)) {
            throw new FormatException(
                    document,
                    "begins with another root of version 1 than the repository's first one, of which root version "
                            + version(signing) + " says that its SHA-256 is " + said.get());
        }
        return new Rooted(signing, said.or(() -> believed));
    }

    private void requireSame(TrustedState given, TrustedState enclosed) throws FormatException {
        if (!enclosed.root().saysTheSame(given.root())) {
            throw new FormatException(
                    document,
                    "its root of version " + version(enclosed)
                            + " is not the one that was given: it is of another repository");
        }
    }

    private static long version(TrustedState state) {
        return state.root().signed().version();
    }

    private TrustedState metadata(TrustedState root) throws TrustException {
        Instant at = proof.taken();
        return root.updateTimestamp(proof.timestamp(), at)
                .updateSnapshot(proof.snapshot(), at)
                .updateTargets(proof.targets(), at)
                .updateDelegated(proof.channel().role(), RoleName.TARGETS, proof.role(), at);
    }

    private Pointer pointer(TrustedState trusted) throws TrustException, IOException {
        String path = proof.channel().target();
        TargetFile target = trusted.targets(proof.channel().role())
                .flatMap(role -> role.signed().target(path))
                .orElseThrow(() -> new FormatException(document, "its channel has no target " + path));
        target.verify(document + ": the pointer", proof.pointer());
        return Pointer.read(document + ": the pointer", proof.channel().name(), proof.pointer());
    }

    /** Refuses what a fetch would: a channel that is halted, and what the channel's rules do not allow. */
    private void requireAllowed(TrustedState trusted, Pointer pointer, Release release)
            throws TrustException, IOException {
        if (trusted.hasChannelRules()) {
            Policy policy = policy(trusted);
            ChannelCheck.check(policy, proof.channel(), pointer);
            ChannelCheck.check(policy, proof.channel(), release);
        }
        if (pointer.halt().isPresent()) {
            throw new FormatException(
                    document,
                    "its pointer halts the channel " + proof.channel() + " since "
                            + pointer.halt().get().time() + ": "
                            + pointer.halt().get().reason());
        }
    }

    private Policy policy(TrustedState trusted) throws TrustException, IOException {
        byte[] bytes = proof.policy()
                .orElseThrow(() -> new FormatException(
                        document,
                        "lacks the rules of its channels (policy.json), which the repository requires: run freshet"
                                + " fetch again, and what it keeps will have them"));
        TargetFile target = trusted.targets(RoleName.TARGETS)
                .orElseThrow()
                .signed()
                .target(RepositorySigner.POLICY)
                .orElseThrow(() -> new FormatException(document, "its targets have no " + RepositorySigner.POLICY));
        target.verify(document + ": the policy", bytes);
        return Policy.read(document + ": the policy", bytes);
    }

    private Instant expires(TrustedState trusted) {
        Stream<Signed> all = Stream.of(
                trusted.root().signed(),
                trusted.timestamp().orElseThrow().signed(),
                trusted.snapshot().orElseThrow().signed(),
                trusted.targets(RoleName.TARGETS).orElseThrow().signed(),
                trusted.targets(proof.channel().role()).orElseThrow().signed());
        return all.map(Signed::expires).min(Instant::compareTo).orElseThrow();
    }

    private List<SeenAttestation> attestations(
            TrustedState trusted, Digest digest, Manifest manifest, ProofTerms terms) {
        ChannelKeys keys = ChannelKeys.of(trusted, proof.channel());
        List<SeenAttestation> all = new ArrayList<>();
        for (byte[] envelope : proof.attestations()) {
            String name = "attestation " + all.size() + " of " + document;
            all.add(new SeenAttestation(
                    Attestation.judge(name, envelope, keys.keys(), digest, manifest),
                    timestamps(name, all.size(), envelope, terms)));
        }
        return all;
    }

    private List<SeenTimestamp> timestamps(String name, int number, byte[] envelope, ProofTerms terms) {
        List<SeenTimestamp> seen = new ArrayList<>();
        for (ReleaseProof.Timestamp each : proof.timestamps()) {
            if (each.of() == number) {
                seen.add(SeenTimestamp.judge(
                        "timestamp " + seen.size() + " of " + name, each.token(), envelope, terms.authorities()));
            }
        }
        return seen;
    }

    /** Whether the log has the release. */
    private final class LogCheck {

        private final TrustedState trusted;
        private final Optional<Digest> firstRoot;
        private final Pointer pointer;
        private final Release release;
        private final ProofTerms terms;

        LogCheck(TrustedState trusted, Optional<Digest> firstRoot, Pointer pointer, Release release, ProofTerms terms) {
            this.trusted = trusted;
            this.firstRoot = firstRoot;
            this.pointer = pointer;
            this.release = release;
            this.terms = terms;
        }

        Optional<ProvenRelease.InLog> verify() throws LogException, IOException {
            if (proof.log().isEmpty() || firstRoot.isEmpty() || !release.equals(pointer.release())) {
                if (terms.witnesses().isPresent()) {
                    throw new FormatException(
                            document, "shows no witness's cosignature, which the policy asks for: " + why());
                }
                return Optional.empty();
            }
            ReleaseProof.Logged logged = proof.log().get();
            LogEntry entry = LogEntry.read(document + ": the log's entry", logged.entry());
            if (!entry.isOf(proof.channel(), release.sequence(), release.manifest())) {
                throw new FormatException(document, "the entry of the log is that of another release");
            }
            TlogProof inclusion = TlogProof.parse(logged.proof());
            if (inclusion.inclusion().index() != pointer.log()) {
                throw new FormatException(
                        document,
                        "the release is entry " + pointer.log() + " of the log, and entry "
                                + inclusion.inclusion().index() + " is proven");
            }
            RepositoryLog log = RepositoryLog.of(firstRoot.get(), trusted.root().signed());
            LogPolicy policy = terms.policy(log);
            VerifiedCheckpoint under = inclusion.verifyKept(logged.entry(), policy);
            return Optional.of(
                    new ProvenRelease.InLog(log.origin(), pointer.log(), under.head(), policy.cosigned(under)));
        }

        String why() {
            return !release.equals(pointer.release())
                    ? "the release is not the channel's last, whose entry alone is proven"
                    : proof.log().isEmpty()
                            ? "the proof holds no " + LogPaths.proof(pointer.log())
                            : "nothing says which the repository's first root is, which names the log";
        }
    }
}
