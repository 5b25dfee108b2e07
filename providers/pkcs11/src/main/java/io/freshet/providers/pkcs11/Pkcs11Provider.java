package io.freshet.providers.pkcs11;

import io.freshet.core.trust.KeyElsewhere;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProvider;
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
    public KeyElsewhere open(String uri, SignerContext context) throws SignerException {
        return new TokenKey(TokenUri.parse(uri), context);
    }
}
