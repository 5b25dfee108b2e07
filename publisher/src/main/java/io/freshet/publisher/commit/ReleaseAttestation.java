package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.Envelope;
import io.freshet.core.attest.Provenance;
import io.freshet.core.attest.Statement;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MissingKey;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * Says of a snapshot who made it, when and out of what, beside its manifest, signed by those who sign for its channel
 * (commit protocol, section 2, step 4).
 */
final class ReleaseAttestation {

    private final Desk desk;
    private final RepositoryState base;
    private final ChannelName channel;
    private final RunId run;

    ReleaseAttestation(Desk desk, RepositoryState base, ChannelName channel, RunId run) {
        this.desk = desk;
        this.base = base;
        this.channel = channel;
        this.run = run;
    }

    /** An envelope, and where it lies. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Written(String path, byte[] envelope) {}

    /**
     * Writes it, under the first free number. Where one lies there that the channel's keys have signed, it stays the only
     * one: it is of a run that died after having made the same manifest.
     *
     * @throws CommitException.TooManyAttestations if no number is free
     */
    Written write(ReleaseDraft draft, Manifest snapshot) throws IOException {
        Digest manifest = draft.manifest().sha256();
        byte[] payload = new Provenance(
                        desk.reader().firstRoot(base.trusted().root().signed()),
                        channel,
                        run.value(),
                        run.started(),
                        draft.time())
                .of(manifest, snapshot)
                .toBytes();
        byte[] envelope = sign(payload).toBytes();
        for (String path : AttestationPath.all(manifest).toList()) {
            if (desk.store().putIfAbsent(path, Body.of(envelope), ObjectHeaders.IMMUTABLE_JSON)
                    instanceof PutResult.Stored) {
                return new Written(path, envelope);
            }
            Optional<byte[]> ours = ours(path, manifest, snapshot);
            if (ours.isPresent()) {
                return new Written(path, ours.get());
            }
        }
        throw new CommitException.TooManyAttestations(manifest);
    }

    private Envelope sign(byte[] payload) throws IOException {
        try {
            return Envelope.sign(Statement.PAYLOAD_TYPE, payload, desk.signer().ofChannel(base.trusted(), channel));
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    /** What lies there, if the channel's keys have signed it as what is to be said. */
    private Optional<byte[]> ours(String path, Digest manifest, Manifest snapshot) throws IOException {
        try {
            Optional<byte[]> there =
                    desk.store().get(path, Envelope.LIMITS.maxBytes()).map(StoredObject::bytes);
            if (there.isEmpty()) {
                return there;
            }
            Envelope envelope = Envelope.read(path, there.get());
            ChannelKeys keys = ChannelKeys.of(base.trusted(), channel);
            Statement statement = Statement.read(path, envelope);
            boolean ours = envelope.signedBy(keys.keys()).size() >= keys.threshold()
                    && statement.predicateType().equals(Provenance.TYPE)
                    && statement.differsFrom(manifest, snapshot).isEmpty();
            return ours ? there : Optional.empty();
        } catch (JsonException | ObjectTooLarge e) {
            return Optional.empty();
        }
    }
}
