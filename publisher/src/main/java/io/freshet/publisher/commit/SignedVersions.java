package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
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

    /**
     * What lies above a version.
     *
     * @param versions those that the keys have signed, from the highest on down
     * @param foreign paths of what bears such a name and they have not signed, as far as it was looked at
     */
    record Above(List<Version> versions, List<String> foreign) {

        List<SignedVersion> signed() {
            return versions.stream().map(Version::signed).toList();
        }
    }

    /** Looks at what lies above a version. */
    Above above(RepositoryState state, String role, long floor) throws StoreException {
        List<Version> found = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        for (long version : names.above(role, floor)) {
            if (found.size() == MOST) {
                return new Above(found, foreign);
            }
            Optional<Version> signed = read(state, role, version);
            signed.ifPresent(found::add);
            if (signed.isEmpty()) {
                foreign.add(RepositoryPaths.metadata(role, version));
            }
        }
        if (names.isCut(role, floor)) {
            foreign.add("others below them");
        }
        return new Above(found, foreign);
    }

    private Optional<Version> read(RepositoryState state, String role, long version) throws StoreException {
        return readable(() -> {
            RepositoryState other = reader.withSigned(state, role, version);
            return Optional.of(new Version(new SignedVersion(role, version, sequence(other, role)), other));
        });
    }

    /** Number of the release that a channel's document points to, if it is one, and that can be read. */
    Optional<Long> sequence(RepositoryState state, String role) throws StoreException {
        return readable(() -> ChannelName.isRole(role)
                ? reader.pointer(state, ChannelName.ofRole(role))
                        .map(pointer -> pointer.release().sequence())
                : Optional.empty());
    }

    private interface Reading<T> {
        Optional<T> read() throws IOException;
    }

    /** What can't be read is none; but a store that doesn't answer is not one that has nothing. */
    private static <T> Optional<T> readable(Reading<T> reading) throws StoreException {
        try {
            return reading.read();
        } catch (StoreInterrupted | StoreUnavailable e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
