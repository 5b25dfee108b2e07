package io.freshet.publisher.commit;

import io.freshet.core.attest.AttestationPath;
import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.core.timestamp.TimestampException;
import io.freshet.core.timestamp.TimestampQuery;
import io.freshet.core.timestamp.TimestampToken;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has authorities say when an attestation was there, beside it (commit protocol, section 2, step 4). */
final class ReleaseTimestamps {

    private final Desk desk;
    private final Timestamping timestamping;

    ReleaseTimestamps(Desk desk, Timestamping timestamping) {
        this.desk = desk;
        this.timestamping = timestamping;
    }

    /**
     * Asks each authority once, and writes what it answers under the first free number. Where the same signer's is there
     * already, that stays the only one: it is of a run that died.
     *
     * @throws CommitException.NotTimestamped if one has not answered, and they are required
     */
    List<Timestamped> write(ReleaseAttestation.Written attestation) throws IOException {
        List<Timestamped> all = new ArrayList<>();
        for (TimestampAuthority authority : timestamping.authorities()) {
            Timestamped one = write(authority, attestation);
            if (one instanceof Timestamped.Failed failed && timestamping.required()) {
                throw new CommitException.NotTimestamped(failed.why());
            }
            all.add(one);
        }
        return all;
    }

    private Timestamped write(TimestampAuthority authority, ReleaseAttestation.Written attestation) throws IOException {
        TimestampToken token;
        try {
            TimestampQuery query = TimestampQuery.about(attestation.envelope(), desk.random());
            token = query.accept(authority.name(), authority.ask(query.toBytes()));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return new Timestamped.Failed(authority.name(), e);
        }
        return store(authority, token, attestation);
    }

    private Timestamped store(
            TimestampAuthority authority, TimestampToken token, ReleaseAttestation.Written attestation)
            throws IOException {
        Body body = Body.of(token.toBytes());
        for (String path : AttestationPath.timestamps(attestation.path()).toList()) {
            if (desk.store().putIfAbsent(path, body, ObjectHeaders.IMMUTABLE_BINARY) instanceof PutResult.Stored) {
                return new Timestamped.At(authority.name(), path, token.time());
            }
            Optional<TimestampToken> there = at(path);
            if (there.isPresent() && token.isAnotherOf(there.get(), attestation.envelope())) {
                return new Timestamped.At(authority.name(), path, there.get().time());
            }
        }
        return new Timestamped.Failed(
                authority.name(),
                new IOException("all " + AttestationPath.MOST_TIMESTAMPS + " places for timestamps of "
                        + attestation.path() + " are taken by those of others. See who can write there"));
    }

    private Optional<TimestampToken> at(String path) throws IOException {
        try {
            Optional<StoredObject> there = desk.store().get(path, TimestampAuthority.MAX_ANSWER);
            return there.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TimestampToken.read(path, there.get().bytes()));
        } catch (ObjectTooLarge | TimestampException e) {
            return Optional.empty();
        }
    }
}
