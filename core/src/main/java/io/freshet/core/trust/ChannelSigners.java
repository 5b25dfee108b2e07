package io.freshet.core.trust;

import java.util.List;

/**
 * Who is to sign for a channel.
 *
 * @param table the keys
 * @param role which of them, and how many
 */
public record ChannelSigners(KeyTable table, Role role) {

    /**
     * Keys of the channel's own.
     *
     * @param threshold how many different ones have to sign
     * @throws IllegalArgumentException if they could never sign: there are fewer than that
     */
    public static ChannelSigners of(List<VerifyingKey> keys, int threshold) {
        List<String> ids = keys.stream().map(Key::id).distinct().toList();
        if (threshold > ids.size()) {
            throw new IllegalArgumentException("a threshold of " + threshold + " takes as many keys, and there "
                    + (ids.size() == 1 ? "is 1" : "are " + ids.size()));
        }
        return new ChannelSigners(KeyTable.of(keys), new Role(ids, threshold));
    }

    /** Those who sign the snapshot by {@code root}, as for every channel that has no keys of its own. */
    public static ChannelSigners online(RootMetadata root) {
        Role online = root.snapshot();
        return new ChannelSigners(root.keys().only(online.keyIds()), new Role(online.keyIds(), online.threshold()));
    }

    /** Whether the top-level targets delegate the channel to these already. */
    public boolean sign(TrustedState trusted, ChannelName channel) {
        return trusted.targets(RoleName.TARGETS).stream()
                .flatMap(targets -> targets.signed().delegations().stream())
                .flatMap(delegations -> delegations.role(channel.role()).stream())
                .anyMatch(delegation -> delegation.role().sameKeys(role));
    }
}
