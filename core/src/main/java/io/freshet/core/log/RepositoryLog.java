package io.freshet.core.log;

import io.freshet.core.Digest;
import io.freshet.core.trust.Ed25519Key;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.Signer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The log of a repository, which nobody has to configure: its origin is the repository's first root, its keys are those
 * that sign the timestamp. So a new root gives the log new keys, and never another name.
 *
 * @param keys the Ed25519 keys of the timestamp role, each under the origin; none where that has only keys of other types
 */
public record RepositoryLog(String origin, List<VerifierKey> keys) {

    public RepositoryLog {
        keys = List.copyOf(keys);
    }

    /**
     * The log of a repository.
     *
     * @param firstRoot SHA-256 of {@code metadata/1.root.json}
     * @param root the root that is trusted now
     */
    public static RepositoryLog of(Digest firstRoot, RootMetadata root) {
        String origin = "freshet/" + firstRoot;
        List<VerifierKey> keys = online(root)
                .map(key -> VerifierKey.of(origin, SignatureType.ED25519, key))
                .toList();
        return new RepositoryLog(origin, keys);
    }

    private static Stream<Ed25519Key> online(RootMetadata root) {
        return root.timestamp().keyIds().stream()
                .flatMap(id -> root.keys().get(id).stream())
                .filter(Ed25519Key.class::isInstance)
                .map(Ed25519Key.class::cast)
                .distinct();
    }

    /** Accepts checkpoints that any of the keys has signed. */
    public LogPolicy policy() {
        return new LogPolicy(
                keys.stream().map(key -> new LogPolicy.Log(key, "")).toList(), List.of(), new Quorum.None());
    }

    /** The same where witnesses must have cosigned. Logs that {@code witnesses} names are not this one, and count for nothing. */
    public LogPolicy policy(LogPolicy witnesses) {
        return new LogPolicy(policy().logs(), witnesses.witnesses(), witnesses.quorum());
    }

    /** Whoever signs the log's checkpoints with {@code key}; nothing if that is none of the log's keys. */
    public Optional<LogSigner> signer(Signer key) {
        return key.publicKey() instanceof Ed25519Key
                ? Optional.of(new LogSigner(origin, key)).filter(signer -> keys.contains(signer.key()))
                : Optional.empty();
    }
}
