package io.freshet.providers.kms;

import io.freshet.core.trust.KeyElsewhere;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProvider;
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
    public KeyElsewhere open(String uri, SignerContext context) throws SignerException {
        return new KmsKey(KmsUri.parse(uri), context);
    }
}
