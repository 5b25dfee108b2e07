package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.Revision;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A repository's metadata at one moment.
 *
 * @param trusted the documents, verified
 * @param timestamp the bytes of the timestamp
 * @param revision what a conditional write of the timestamp expects
 */
@SuppressWarnings("ArrayRecordComponent") // a document; compared by Arrays.equals where it is
record RepositoryState(TrustedState trusted, byte[] timestamp, Revision revision) {

    /** The same moment, with more of its documents. */
    RepositoryState with(TrustedState more) {
        return new RepositoryState(more, timestamp, revision);
    }

    /** Whether both are one commit: the bytes of a timestamp never come again. */
    boolean isSameAs(RepositoryState that) {
        return Arrays.equals(timestamp, that.timestamp);
    }

    /** What the snapshot says of the chain of commits. */
    SnapshotCustom custom() throws IOException {
        return trusted.snapshot().orElseThrow().signed().custom();
    }

    long condemnedNumber() throws IOException {
        return custom().condemnedNumber();
    }

    long rootVersion() {
        return trusted.root().signed().version();
    }

    long timestampVersion() {
        return trusted.timestamp().orElseThrow().signed().version();
    }

    long snapshotVersion() {
        return trusted.snapshot().orElseThrow().signed().version();
    }

    /** The top-level targets, in a state that has them. */
    TargetsMetadata targets() {
        return trusted.targets(RoleName.TARGETS).orElseThrow().signed();
    }

    long targetsVersion() {
        return targets().version();
    }

    /** Version of a channel's document; 0 where there is none. */
    long channelVersion(ChannelName channel) {
        return namedVersion(channel.role());
    }

    /** Version of a role's document that the snapshot names; 0 where it names none. */
    long namedVersion(String role) {
        return trusted.snapshot()
                .orElseThrow()
                .signed()
                .file(role)
                .map(file -> file.version())
                .orElse(0L);
    }

    boolean knows(ChannelName channel) {
        return channelVersion(channel) > 0;
    }

    /** Version of a channel's document that was read; 0 if none was. */
    long documentVersion(ChannelName channel) {
        return trusted.targets(channel.role())
                .map(document -> document.signed().version())
                .orElse(0L);
    }

    /** Whether the document of a channel was read. */
    boolean has(ChannelName channel) {
        return trusted.targets(channel.role()).isPresent();
    }

    /** Whether the targets delegate to a channel, released to or not. */
    boolean delegates(ChannelName channel) {
        return targets().delegations().stream()
                .anyMatch(delegations -> delegations.role(channel.role()).isPresent());
    }

    /** Who signs for a role, by the root or, for a channel, by the targets. */
    Role signers(String role) {
        return RoleName.TOP_LEVEL.contains(role)
                ? trusted.root().signed().role(role)
                : targets().delegations().stream()
                        .flatMap(delegations -> delegations.role(role).stream())
                        .findFirst()
                        .orElseThrow()
                        .role();
    }

    /** All channels. */
    List<ChannelName> channels() {
        return trusted.snapshot().orElseThrow().signed().meta().keySet().stream()
                .filter(role -> role.startsWith("channel."))
                .map(ChannelName::ofRole)
                .toList();
    }
}
