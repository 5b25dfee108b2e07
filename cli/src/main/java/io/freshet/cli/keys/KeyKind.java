package io.freshet.cli.keys;

import io.freshet.core.trust.EcdsaSigningKey;
import io.freshet.core.trust.FileKey;
import io.freshet.core.trust.RsaSigningKey;
import io.freshet.core.trust.SigningKey;
import java.security.SecureRandom;

/** Types of keys that can be made. */
enum KeyKind {
    ED25519,
    ECDSA,
    RSA;

    FileKey generate(SecureRandom random) {
        return switch (this) {
            case ED25519 -> SigningKey.generate(random);
            case ECDSA -> EcdsaSigningKey.generate(random);
            case RSA -> RsaSigningKey.generate(random);
        };
    }
}
