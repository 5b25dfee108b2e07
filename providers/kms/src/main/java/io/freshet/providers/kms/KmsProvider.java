package io.freshet.providers.kms;

import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProvider;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.util.Set;

/**
 * Signs with keys of AWS KMS: {@code awskms:}. Credentials come from the environment, the shared files, or the machine's
 * role, as the SDK finds them; never from a URI.
 */
public final class KmsProvider implements SignerProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public KmsProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("awskms");
    }

    @Override
    public VerifyingKey find(String uri, SignerContext context) throws IOException {
        return new KmsKey(KmsUri.parse(uri), context).publicKey();
    }

    @Override
    public Signer open(String uri, VerifyingKey publicKey, SignerContext context) throws SignerException {
        return new KmsSigner(new KmsKey(KmsUri.parse(uri), context), publicKey);
    }

    private record KmsSigner(KmsKey key, VerifyingKey publicKey) implements Signer {

        @Override
        public byte[] sign(byte[] message) throws IOException {
            return key.sign(publicKey, message);
        }
    }
}
