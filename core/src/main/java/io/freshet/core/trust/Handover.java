package io.freshet.core.trust;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which channels go along when a root gives the online roles to other keys: those that online keys sign for, present ones or
 * earlier. A channel with a key of its own keeps its keys: nobody who has the online key speaks for it, nor is to from now on.
 *
 * @param before the roots before, as far as they are known
 * @param next the root that gives the roles
 */
public record Handover(List<RootMetadata> before, RootMetadata next) {

    /** Copies the list. */
    public Handover {
        before = List.copyOf(before);
    }

    /** The handover to a root by those of the chain that are before it. */
    public static Handover of(RootChain chain, RootMetadata next) {
        return new Handover(
                chain.roots().stream()
                        .map(Metadata::signed)
                        .filter(root -> root.version() < next.version())
                        .toList(),
                next);
    }

    /** Whether this delegation is to be changed: no key of it is anybody's but those of the online roles before. */
    public boolean takes(Delegation delegation) {
        Set<String> online = before.stream()
                .flatMap(root -> root.snapshot().keyIds().stream())
                .collect(Collectors.toSet());
        return ChannelName.isRole(delegation.name())
                && !isThere(delegation)
                && online.containsAll(delegation.role().keyIds());
    }

    private boolean isThere(Delegation delegation) {
        return delegation.role().sameKeys(next.snapshot());
    }

    /** The channels that are to be handed over, by these targets. */
    public List<ChannelName> taken(TargetsMetadata targets) {
        return delegations(targets)
                .filter(this::takes)
                .map(each -> ChannelName.ofRole(each.name()))
                .toList();
    }

    /** Whether these targets need not be changed. */
    public boolean isDone(TargetsMetadata targets) {
        return taken(targets).isEmpty();
    }

    /** Whether targets are others with no more than this done, or the same, whatever their versions. */
    public boolean leads(TargetsMetadata from, TargetsMetadata to) {
        return from.with(to.header()).equals(to)
                || from.handedOver(this).with(to.header()).equals(to);
    }

    /**
     * A channel that has keys of its own.
     *
     * @param role who signs for it
     * @param removed those of its keys that a root before gave a role, and this one gives none
     */
    public record OwnKeys(ChannelName channel, Role role, List<String> removed) {

        /** Copies the list. */
        public OwnKeys {
            removed = List.copyOf(removed);
        }
    }

    /** The channels that are not handed over, by these targets. */
    public List<OwnKeys> own(TargetsMetadata targets) {
        Set<String> gone = new HashSet<>();
        before.forEach(root -> gone.addAll(inRoles(root)));
        gone.removeAll(inRoles(next));
        return delegations(targets)
                .filter(each -> ChannelName.isRole(each.name()) && !isThere(each) && !takes(each))
                .map(each -> new OwnKeys(
                        ChannelName.ofRole(each.name()),
                        each.role(),
                        each.role().keyIds().stream().filter(gone::contains).toList()))
                .toList();
    }

    private static List<String> inRoles(RootMetadata root) {
        return RoleName.TOP_LEVEL.stream()
                .flatMap(name -> root.role(name).keyIds().stream())
                .toList();
    }

    private static Stream<Delegation> delegations(TargetsMetadata targets) {
        return targets.delegations().stream().flatMap(delegations -> delegations.roles().stream());
    }
}
