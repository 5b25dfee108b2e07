package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Delegation;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetsMetadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A repository with the targets and the documents of its channels.
 *
 * @param otherwise those of them that stand though the snapshot may name others, by role
 * @param log what {@code custom.log} has to be at least, for what stands otherwise
 */
record Standing(
        RepositoryState state, Map<String, SignedFile<TargetsMetadata>> otherwise, long log, StandingNotes notes) {

    Standing {
        otherwise = Map.copyOf(otherwise);
    }

    /** What is named, whoever names it. */
    static Standing asNamed(RepositoryState state) {
        return new Standing(state, Map.of(), 0, StandingNotes.NONE);
    }

    /** Whether the snapshot names all this, and nothing else. */
    boolean isNamed() {
        return otherwise.isEmpty() && strangers().isEmpty();
    }

    /** What the snapshot names and the targets delegate to nobody: who had the online keys could have it name anything. */
    Set<String> strangers() {
        Set<String> known = delegations(state).stream().map(Delegation::name).collect(Collectors.toSet());
        return state.trusted().snapshot().orElseThrow().signed().meta().keySet().stream()
                .filter(role -> !role.equals(RoleName.TARGETS) && !known.contains(role))
                .collect(Collectors.toSet());
    }

    /** Whether clients that have seen the snapshot would take one of these for a rollback. */
    boolean rollsBack() {
        return !strangers().isEmpty()
                || otherwise.values().stream()
                        .anyMatch(document -> document.version() < state.namedVersion(document.role()));
    }

    /** Of channels. */
    static List<Delegation> delegations(RepositoryState state) {
        return state.targets().delegations().stream()
                .flatMap(all -> all.roles().stream())
                .filter(delegation -> ChannelName.isRole(delegation.name()))
                .toList();
    }
}
