package io.freshet.core.trust;

import java.util.List;

/**
 * Who signs for a channel, by the top-level targets that are trusted now.
 *
 * @param keys those that can verify here
 * @param threshold how many different ones have to sign
 */
public record ChannelKeys(List<VerifyingKey> keys, int threshold) {

    /** Copies the list. */
    public ChannelKeys {
        keys = List.copyOf(keys);
    }

    /**
     * The keys of a channel.
     *
     * @throws IllegalArgumentException if it is not delegated
     */
    public static ChannelKeys of(TrustedState trusted, ChannelName channel) {
        Delegations delegations = trusted.targets(RoleName.TARGETS)
                .orElseThrow(() -> new IllegalStateException("the targets have to be taken first"))
                .signed()
                .delegations()
                .orElseThrow(() -> notDelegated(channel));
        Role role = delegations
                .role(channel.role())
                .orElseThrow(() -> notDelegated(channel))
                .role();
        List<VerifyingKey> keys = role.keyIds().stream()
                .flatMap(id -> delegations.keys().get(id).stream())
                .filter(VerifyingKey.class::isInstance)
                .map(VerifyingKey.class::cast)
                .toList();
        return new ChannelKeys(keys, role.threshold());
    }

    private static IllegalArgumentException notDelegated(ChannelName channel) {
        return new IllegalArgumentException("the channel " + channel + " is not delegated");
    }
}
