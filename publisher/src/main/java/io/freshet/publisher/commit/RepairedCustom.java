package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.TreeHead;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Delegation;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a snapshot says of the chain of commits, as far as it is true: whoever had the online keys before could say anything
 * (commit protocol, section 10).
 *
 * @param sequence what was read of the log's: for all of a run
 * @param before under the root before
 * @param next under the one that replaces its online keys
 */
record RepairedCustom(
        ObjectStore store, CountedSequence sequence, MetadataReader reader, TrustedState before, TrustedState next) {

    SnapshotCustom of(Standing found) throws IOException {
        SnapshotCustom custom;
        try {
            custom = found.state().custom().withLog(found.log());
        } catch (JsonException e) {
            return SnapshotCustom.FIRST.withLog(sequence.end(signedTree(), Long.MAX_VALUE));
        }
        long end = sequence.end(signedTree(), custom.log());
        return custom.withLog(end)
                .repaired(end, !DrivenVersion.isOne(custom.condemnedNumber()) && hasCondemned(found.state()));
    }

    /** A run that died may have come as far as the new keys. */
    private TreeHead signedTree() throws IOException {
        return LogHead.readOrNone(store, log()).head();
    }

    /** The log by keys of before and by those that follow. */
    RepositoryLog log() throws CommitException {
        Digest first = reader.firstRoot(next.root().signed());
        RepositoryLog now = RepositoryLog.of(first, next.root().signed());
        RepositoryLog old = RepositoryLog.of(first, before.root().signed());
        return new RepositoryLog(
                now.origin(),
                Stream.concat(old.keys().stream(), now.keys().stream())
                        .distinct()
                        .toList());
    }

    /** One that can't be read, or names what a channel's release needs, is nobody's who keeps to the protocol. */
    private boolean hasCondemned(RepositoryState state) throws IOException {
        try {
            Set<String> condemned = reader.condemned(state).objects();
            Reliances reliances = new Reliances(store, condemned);
            for (Delegation each : condemned.isEmpty() ? List.<Delegation>of() : Standing.delegations(state)) {
                ChannelName channel = ChannelName.ofRole(each.name());
                Optional<Pointer> pointer = state.has(channel) ? reader.pointer(state, channel) : Optional.empty();
                if (pointer.isPresent() && reliances.areCondemned(pointer.get())) {
                    return false;
                }
            }
            return true;
        } catch (StoreInterrupted | StoreUnavailable e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }
}
