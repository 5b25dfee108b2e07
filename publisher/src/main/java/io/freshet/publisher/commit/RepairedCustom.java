package io.freshet.publisher.commit;

import io.freshet.core.json.JsonException;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Delegation;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a snapshot says of the chain of commits, as far as it is true: whoever had the online keys before could say anything
 * (commit protocol, section 10).
 *
 * @param before under the root before
 * @param next under the one that replaces its online keys
 */
record RepairedCustom(ObjectStore store, MetadataReader reader, TrustedState before, TrustedState next) {

    SnapshotCustom of(Standing found) throws IOException {
        LogSequence sequence = new LogSequence(store);
        SnapshotCustom custom;
        try {
            custom = found.state().custom().withLog(found.log());
        } catch (JsonException e) {
            return SnapshotCustom.FIRST.withLog(sequence.end(signedTree(), Long.MAX_VALUE));
        }
        return custom.repaired(
                sequence.end(signedTree(), custom.log()),
                !DrivenVersion.isOne(custom.condemnedNumber()) && hasCondemned(found.state()));
    }

    /** By keys of before or by those that follow: a run that died may have come as far as that. */
    private TreeHead signedTree() throws IOException {
        RootMetadata old = before.root().signed();
        RepositoryLog log = RepositoryLog.of(reader.firstRoot(old), old);
        List<VerifierKey> keys = new ArrayList<>(log.keys());
        keys.addAll(
                RepositoryLog.of(reader.firstRoot(old), next.root().signed()).keys());
        try {
            return LogHead.read(store, new RepositoryLog(log.origin(), keys)).head();
        } catch (ObjectTooLarge e) {
            return TreeHead.EMPTY;
        }
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
