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
 * @param envelope what was judged, if it could be read
 * @param statement what it says; may be somebody's invention where nobody who is trusted has signed it
 * @param signedBy which of the trusted keys have
 * @param problem why it counts for nothing, if it does
 */
public record Attestation(
        String name,
        Optional<Envelope> envelope,
        Optional<Statement> statement,
        List<VerifyingKey> signedBy,
        Optional<String> problem) {

    /** Copies the lists. */
    public Attestation {
        signedBy = List.copyOf(signedBy);
    }

    /** Judges an envelope. One that can't be read is a judgement, too: anybody may have put it there. */
    public static Attestation judge(
            String name, byte[] bytes, Collection<VerifyingKey> trusted, Digest digest, Manifest manifest) {
        try {
            return judge(name, Envelope.read(name, bytes), trusted, digest, manifest);
        } catch (JsonException e) {
            return unreadable(name, e);
        }
    }

    /** Judges an envelope that was read. */
    public static Attestation judge(
            String name, Envelope envelope, Collection<VerifyingKey> trusted, Digest digest, Manifest manifest) {
        List<VerifyingKey> signedBy = envelope.signedBy(trusted);
        try {
            Statement statement = Statement.read(name, envelope);
            Optional<String> problem = signedBy.isEmpty()
                    ? Optional.of("none of the keys that count has signed it")
                    : statement.differsFrom(digest, manifest);
            return new Attestation(name, Optional.of(envelope), Optional.of(statement), signedBy, problem);
        } catch (JsonException e) {
            return new Attestation(name, Optional.of(envelope), Optional.empty(), signedBy, problem(e));
        }
    }

    /** The judgement of what is no envelope, nor anything that has one in it. */
    public static Attestation unreadable(String name, JsonException why) {
        return new Attestation(name, Optional.empty(), Optional.empty(), List.of(), problem(why));
    }

    private static Optional<String> problem(JsonException why) {
        return Optional.of(String.valueOf(why.getMessage()));
    }

    /** Whose signatures it says it has. */
    public List<String> keyIds() {
        return envelope.map(Envelope::signatures).orElse(List.of()).stream()
                .map(EnvelopeSignature::keyId)
                .toList();
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
