package io.freshet.core.trust;

import io.freshet.core.trust.SignatureFault.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the signatures on a document (clauses 5.3.4, 5.4.2, 5.5.3, 5.6.3).
 *
 * @param authority the document that says who signs
 * @param name the role that has to sign
 * @param role its keys and threshold
 * @param keys the keys that {@code authority} lists
 */
record SignatureCheck(String authority, String name, Role role, KeyTable keys) {

    /** Refuses a document that fewer different keys than the threshold have signed. */
    void require(String document, Metadata<?> metadata) throws TrustException {
        SignatureCount count = count(metadata);
        if (!count.isMet()) {
            throw new TrustException.ThresholdNotMet(
                    document, name, authority, role.threshold(), count.signed().size(), count.faults());
        }
    }

    /** Who has signed a document. */
    SignatureCount count(Metadata<?> metadata) {
        return count(metadata.canonical(), metadata.signatures());
    }

    /** Who has signed a message. */
    SignatureCount count(byte[] message, List<Signature> signatures) {
        List<String> signed = new ArrayList<>();
        List<SignatureFault> faults = new ArrayList<>();
        // Public keys, not their ids or spellings: one key under two ids counts once.
        Set<String> counted = new HashSet<>();
        for (Signature signature : signatures) {
            Optional<Reason> fault = check(signature, message, counted);
            fault.ifPresentOrElse(
                    reason -> faults.add(new SignatureFault(signature.keyId(), reason)),
                    () -> signed.add(signature.keyId()));
        }
        List<String> missing =
                role.keyIds().stream().filter(id -> !signed.contains(id)).toList();
        return new SignatureCount(role.threshold(), signed, missing, faults);
    }

    private Optional<Reason> check(Signature signature, byte[] message, Set<String> counted) {
        if (!role.keyIds().contains(signature.keyId())) {
            return Optional.of(Reason.NOT_OF_THE_ROLE);
        }
        return switch (keys.get(signature.keyId()).orElse(null)) {
            case null -> Optional.of(Reason.NOT_OF_THE_ROLE);
            case UnsupportedKey _ -> Optional.of(Reason.UNSUPPORTED_KEY);
            case InvalidKey _ -> Optional.of(Reason.INVALID_KEY);
            case MisfiledKey _ -> Optional.of(Reason.WRONG_KEY_ID);
            case VerifyingKey key when !key.verifies(message, signature.bytes()) -> Optional.of(Reason.INVALID);
            case VerifyingKey key when !counted.add(key.material()) -> Optional.of(Reason.REPEATED);
            case VerifyingKey _ -> Optional.empty();
        };
    }
}
