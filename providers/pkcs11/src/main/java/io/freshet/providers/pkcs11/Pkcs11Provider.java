package io.freshet.providers.pkcs11;

import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProvider;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.util.Set;

/** Signs with keys in tokens: {@code pkcs11:} of RFC 7512. */
public final class Pkcs11Provider implements SignerProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public Pkcs11Provider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("pkcs11");
    }

    @Override
    public VerifyingKey find(String uri, SignerContext context) throws IOException {
        return new TokenKey(TokenUri.parse(uri), context).publicKey();
    }

    @Override
    public Signer open(String uri, VerifyingKey publicKey, SignerContext context) throws SignerException {
        return new TokenSigner(new TokenKey(TokenUri.parse(uri), context), publicKey);
    }

    private record TokenSigner(TokenKey key, VerifyingKey publicKey) implements Signer {

        @Override
        public byte[] sign(byte[] message) throws IOException {
            return key.sign(publicKey, message);
        }
    }
}
