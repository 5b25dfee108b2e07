package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreInterrupted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which versions of a document its keys have signed, whatever a snapshot names: the newest few, to choose among. */
final class SignedVersions {

    private static final int MOST = 5;

    private final MetadataReader reader;
    private final MetadataNames names;

    private SignedVersions(MetadataReader reader, MetadataNames names) {
        this.reader = reader;
        this.names = names;
    }

    static SignedVersions list(ObjectStore store, MetadataReader reader, Collection<String> roles) throws IOException {
        return new SignedVersions(reader, MetadataNames.list(store, roles));
    }

    /** One of them, and the repository with it. */
    record Version(SignedVersion signed, RepositoryState state) {}

    /** Those above a version, from the highest on down. What can't be read is none. */
    List<Version> above(RepositoryState state, String role, long floor) throws StoreInterrupted {
        List<Version> found = new ArrayList<>();
        for (long version : names.above(role, floor)) {
            if (found.size() < MOST) {
                read(state, role, version).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Version> read(RepositoryState state, String role, long version) throws StoreInterrupted {
        try {
            RepositoryState other = reader.withSigned(state, role, version);
            return Optional.of(new Version(new SignedVersion(role, version, sequence(other, role)), other));
        } catch (StoreInterrupted e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Number of the release that a channel's document points to, if it is one, and that can be read. */
    Optional<Long> sequence(RepositoryState state, String role) throws StoreInterrupted {
        try {
            return ChannelName.isRole(role)
                    ? reader.pointer(state, ChannelName.ofRole(role))
                            .map(pointer -> pointer.release().sequence())
                    : Optional.empty();
        } catch (StoreInterrupted e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
