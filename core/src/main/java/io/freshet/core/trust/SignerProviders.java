package io.freshet.core.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Private keys that lie elsewhere, by their URIs, with the providers that are there. */
public final class SignerProviders {

    private final List<SignerProvider> providers;
    private final SignerContext context;

    /** With these providers; of two for one scheme the first one is taken. */
    public SignerProviders(List<SignerProvider> providers, SignerContext context) {
        this.providers = List.copyOf(providers);
        this.context = context;
    }

    /** With those that lie on the class path: the program's own ones, and those of plugins. */
    public static SignerProviders load(SignerContext context) {
        List<SignerProvider> found = new ArrayList<>();
        ServiceLoader.load(SignerProvider.class, SignerProviders.class.getClassLoader())
                .forEach(found::add);
        return new SignerProviders(found, context);
    }

    /**
     * Takes up a key: asks for its public half, and for a signature, so that a PIN or a right that is missing is not
     * found out by a publication.
     *
     * @throws SignerException if it does not sign
     */
    public SignerReference find(String uri) throws IOException {
        SignerReference found = new SignerReference(uri, key(uri).publicKey());
        open(found).checked("a trial of freshet key reference".getBytes(StandardCharsets.UTF_8));
        return found;
    }

    /** Whoever signs with a key that was taken up. Asks nothing of it yet. */
    public Signer open(SignerReference reference) throws SignerException {
        return new SignerElsewhere(key(reference.uri()), reference.publicKey());
    }

    private record SignerElsewhere(KeyElsewhere key, VerifyingKey publicKey) implements Signer {

        @Override
        public byte[] sign(byte[] message) throws IOException {
            return key.sign(publicKey, message);
        }
    }

    private KeyElsewhere key(String uri) throws SignerException {
        return provider(uri).open(uri, context);
    }

    private SignerProvider provider(String uri) throws SignerException {
        String scheme = SignerReference.scheme(uri);
        TreeSet<String> known = new TreeSet<>();
        for (SignerProvider provider : providers) {
            if (provider.schemes().contains(scheme)) {
                return provider;
            }
            known.addAll(provider.schemes());
        }
        throw new SignerException.Invalid(
                scheme + ":…",
                "nothing here signs with keys of this kind",
                "known are " + String.join(", ", known) + "; others come as a jar in plugins/");
    }
}
