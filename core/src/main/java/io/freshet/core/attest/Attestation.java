package io.freshet.core.attest;

import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.trust.VerifyingKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an envelope is worth to somebody who trusts certain keys and looks at a certain snapshot.
 *
 * @param name where it lies
 * @param keyIds whose signatures it says it has
 * @param statement what it says; may be somebody's invention where nobody who is trusted has signed it
 * @param signedBy which of the trusted keys have
 * @param problem why it counts for nothing, if it does
 */
public record Attestation(
        String name,
        List<String> keyIds,
        Optional<Statement> statement,
        List<VerifyingKey> signedBy,
        Optional<String> problem) {

    /** Copies the lists. */
    public Attestation {
        keyIds = List.copyOf(keyIds);
        signedBy = List.copyOf(signedBy);
    }

    /** Judges an envelope. One that can't be read is a judgement, too: anybody may have put it there. */
    public static Attestation judge(
            String name, byte[] bytes, Collection<VerifyingKey> trusted, Digest digest, Manifest manifest) {
        List<String> ids = List.of();
        List<VerifyingKey> signedBy = List.of();
        try {
            Envelope envelope = Envelope.read(name, bytes);
            ids = envelope.signatures().stream().map(EnvelopeSignature::keyId).toList();
            signedBy = envelope.signedBy(trusted);
            Statement statement = Statement.read(name, envelope);
            Optional<String> problem = signedBy.isEmpty()
                    ? Optional.of("none of the keys that count has signed it")
                    : statement.differsFrom(digest, manifest);
            return new Attestation(name, ids, Optional.of(statement), signedBy, problem);
        } catch (JsonException e) {
            return new Attestation(name, ids, Optional.empty(), signedBy, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** How many different keys have signed any of those that count. */
    public static int keys(Collection<Attestation> all) {
        Set<String> keys = new HashSet<>();
        all.stream()
                .filter(each -> each.problem.isEmpty())
                .forEach(each -> each.signedBy.forEach(key -> keys.add(key.material())));
        return keys.size();
    }
}
