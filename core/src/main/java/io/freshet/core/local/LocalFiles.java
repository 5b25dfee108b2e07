package io.freshet.core.local;

import io.freshet.core.chunk.PathGlob;
import io.freshet.core.index.EntryPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which paths of a data directory are local files: keys, the state of signers, lists of peers. They are never published
 * unless each is allowed, never overwritten or removed by a fetch, and carried along to the next version.
 */
public final class LocalFiles {

    private static final List<String> BUILT_IN = List.of(
            // Keys of a node in its network, and secrets between its programs.
            "nodekey",
            "node_key.json",
            "node.key.plain",
            "discovery-secret",
            "secret_ed25519",
            "jwt.hex",
            "jwtsecret",
            "jwt-secret*",
            "*.ipc",
            "*.pem",
            "*.key",
            "*.skey",
            "*.p12",
            ".cookie",
            // Accounts, validators, and what keeps them from signing twice.
            "keystore",
            "keystores",
            "secrets",
            "validator_keys",
            "wallet.dat",
            "wallets",
            "*.keystore",
            "*-keypair.json",
            "priv_validator_key.json",
            "priv_validator_state.json",
            "validator_key.json",
            "slashing_protection.sqlite*",
            // Peers that this node has met.
            "nodes",
            "addrbook.json",
            "known-peers.json",
            "peers.json",
            "peers.dat",
            "banlist.dat",
            "banlist.json");

    /** Names of files and directories. */
    private final Set<String> names;
    /** Patterns of such names. */
    private final List<PathGlob> namePatterns;
    /** Patterns of whole paths. */
    private final List<PathGlob> pathPatterns;

    private LocalFiles(Set<String> names, List<PathGlob> namePatterns, List<PathGlob> pathPatterns) {
        this.names = names;
        this.namePatterns = namePatterns;
        this.pathPatterns = pathPatterns;
    }

    /** What is known of the nodes of today's chains: names, each of a file or of a directory with all that is below it. */
    public static LocalFiles builtIn() {
        return new LocalFiles(
                BUILT_IN.stream().filter(name -> !name.contains("*")).collect(Collectors.toUnmodifiableSet()),
                BUILT_IN.stream()
                        .filter(name -> name.contains("*"))
                        .map(PathGlob::new)
                        .toList(),
                List.of());
    }

    /** The same, and what matches one of {@code more}, which are patterns of paths in the data directory. */
    public LocalFiles and(List<PathGlob> more) {
        return new LocalFiles(
                names,
                namePatterns,
                Stream.concat(pathPatterns.stream(), more.stream()).toList());
    }

    /** By which name or pattern {@code path} is a local file, or lies in a directory of such; empty if it is none. */
    public Optional<String> match(EntryPath path) {
        if (path.value().isEmpty()) {
            return Optional.empty();
        }
        for (String name : path.value().split("/", -1)) {
            if (names.contains(name)) {
                return Optional.of(name);
            }
            for (PathGlob pattern : namePatterns) {
                if (pattern.matches(name)) {
                    return Optional.of(pattern.toString());
                }
            }
        }
        return pathPatterns.stream()
                .filter(pattern -> pattern.matches(path.value()))
                .map(PathGlob::toString)
                .findFirst();
    }

    /** Whether {@code path}, relative to the data directory, is a local file or lies in a directory of such. */
    public boolean contains(EntryPath path) {
        return match(path).isPresent();
    }
}
