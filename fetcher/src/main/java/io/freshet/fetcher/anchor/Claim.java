package io.freshet.fetcher.anchor;

import io.freshet.core.manifest.Source;
import java.util.Optional;

/**
 * What a snapshot says of its place on a chain.
 *
 * @param height number of the block that the data stand at
 * @param block hash of that block
 * @param stateRoot root of the state after it, where it is said
 * @param chainId what the chain's nodes call the chain, where it is said
 * @param network name of the chain for people, where it is said
 */
public record Claim(
        long height,
        ChainHash block,
        Optional<ChainHash> stateRoot,
        Optional<String> chainId,
        Optional<String> network) {

    /**
     * What a manifest says of its source.
     *
     * @throws AnchorRefused.NothingToCheck if it lacks height or hash, or what it has is no hash
     */
    public static Claim of(Source source) throws AnchorRefused {
        if (source.height().isEmpty()) {
            throw new AnchorRefused.NothingToCheck("does not say at which height it stands");
        }
        if (source.blockHash().isEmpty()) {
            throw new AnchorRefused.NothingToCheck("does not say which block it stands at");
        }
        Optional<ChainHash> root = source.stateRoot().isPresent()
                ? Optional.of(hash("state root", source.stateRoot().get()))
                : Optional.empty();
        return new Claim(
                source.height().get(),
                hash("block hash", source.blockHash().get()),
                root,
                source.chainId(),
                source.network());
    }

    private static ChainHash hash(String what, String text) throws AnchorRefused {
        return ChainHash.parse(text)
                .orElseThrow(() -> new AnchorRefused.NothingToCheck("has a " + what + " that is no hexadecimal hash"));
    }

    /** Holds the claim against what an anchor has for that height; a state root counts where both have one. */
    Vote against(ChainHash found, Optional<ChainHash> foundRoot) {
        if (!found.equals(block)) {
            return new Vote.Contradicts("block hash", block.toString(), found.toString());
        }
        if (stateRoot.isPresent() && foundRoot.isPresent() && !stateRoot.equals(foundRoot)) {
            return new Vote.Contradicts(
                    "state root", stateRoot.get().toString(), foundRoot.get().toString());
        }
        return new Vote.Agrees();
    }
}
