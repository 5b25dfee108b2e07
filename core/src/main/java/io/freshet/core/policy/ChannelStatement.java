package io.freshet.core.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.attest.Envelope;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Signature;
import io.freshet.core.trust.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What somebody puts a signature of their own to. It names the repository and the channel, so that it means nothing
 * anywhere else; it is signed as DSSE signs (PAE, <a
 * href="https://github.com/secure-systems-lab/dsse/blob/master/protocol.md">protocol</a>), and not carried along: whoever
 * checks it makes it again from what it is about.
 *
 * @param type the payload type
 * @param fields what is said
 */
public record ChannelStatement(String type, ObjectNode fields) {

    /**
     * That a snapshot may be released to a channel, however often.
     *
     * @param repository SHA-256 of its first root
     * @param manifest SHA-256 of the snapshot's manifest
     * @param height block, slot or epoch
     */
    public static ChannelStatement approval(
            Digest repository, ChannelName channel, Digest manifest, Optional<Long> height) {
        ObjectNode fields = about(repository, channel).put("manifest", manifest.toString());
        height.ifPresent(value -> fields.put("height", value));
        return new ChannelStatement("application/vnd.freshet.approval.v1+json", fields);
    }

    /**
     * That a channel is halted at a release.
     *
     * @param sequence number of the pointer that says so
     */
    public static ChannelStatement halt(
            Digest repository, ChannelName channel, long sequence, String reason, Instant time) {
        ObjectNode fields = about(repository, channel)
                .put("sequence", sequence)
                .put("reason", reason)
                .put("time", time.toString());
        return new ChannelStatement("application/vnd.freshet.halt.v1+json", fields);
    }

    /** That a channel is taken back, whoever has signed that already. */
    public static ChannelStatement rollback(Digest repository, ChannelName channel, Rollback back) {
        ObjectNode fields = about(repository, channel)
                .put("from", back.from())
                .put("manifest", back.manifest().toString())
                .put("reason", back.reason());
        back.floor().ifPresent(value -> fields.put("floor", value));
        back.ceiling().ifPresent(value -> fields.put("ceiling", value));
        return new ChannelStatement("application/vnd.freshet.rollback.v1+json", fields);
    }

    private static ObjectNode about(Digest repository, ChannelName channel) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("repository", repository.toString())
                .put("channel", channel.name());
    }

    /** The same, signed. */
    public Signature signedBy(Signer signer) throws IOException {
        return Signature.by(signer, message());
    }

    /** The same in an envelope, as a file that is handed on: whoever gets it sees what was signed. */
    public Envelope sealedBy(Signer signer) throws IOException {
        return Envelope.sign(type, CanonicalJson.encode(fields), List.of(signer));
    }

    /**
     * The signatures in an envelope that is of this statement, to go into a pointer.
     *
     * @throws IllegalArgumentException if it is of another
     */
    public List<Signature> signaturesIn(Envelope envelope) {
        if (!envelope.payloadType().equals(type)) {
            throw new IllegalArgumentException("it is of the type " + envelope.payloadType() + ", not " + type);
        }
        if (!Arrays.equals(envelope.payload(), CanonicalJson.encode(fields))) {
            throw new IllegalArgumentException("it says " + new String(envelope.payload(), StandardCharsets.UTF_8)
                    + ", and not " + new String(CanonicalJson.encode(fields), StandardCharsets.UTF_8));
        }
        return envelope.signatures().stream()
                .map(each -> new Signature(each.keyId(), HexFormat.of().formatHex(each.sig()), UnknownFields.NONE))
                .toList();
    }

    /** The bytes that are signed. */
    public byte[] message() {
        return Envelope.preAuthenticationEncoding(type, CanonicalJson.encode(fields));
    }
}
