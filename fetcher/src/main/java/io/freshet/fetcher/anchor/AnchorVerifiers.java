package io.freshet.fetcher.anchor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Makes any anchor by its kind and place, with the verifiers that are there. */
public final class AnchorVerifiers {

    private final List<AnchorVerifier> verifiers;

    private AnchorVerifiers(List<AnchorVerifier> verifiers) {
        this.verifiers = List.copyOf(verifiers);
    }

    /** With the verifiers that {@code loader} finds: the program's own ones, and those of plugins. */
    public static AnchorVerifiers load(ClassLoader loader) {
        List<AnchorVerifier> found = new ArrayList<>();
        ServiceLoader.load(AnchorVerifier.class, loader).forEach(found::add);
        return new AnchorVerifiers(found);
    }

    /**
     * The anchor that is written as {@code KIND=PLACE}.
     *
     * @throws IllegalArgumentException if it is not written so, or nobody knows the kind; the message names no secret
     * @throws IOException if a file that it names can't be read
     */
    public Anchor parse(String text) throws IOException {
        int equals = text.indexOf('=');
        String kind = text.substring(0, Math.max(0, equals));
        for (AnchorVerifier verifier : verifiers) {
            if (verifier.kind().equals(kind)) {
                return verifier.anchor(text.substring(equals + 1));
            }
        }
        throw new IllegalArgumentException("an anchor is written KIND=PLACE, like eth=https://node.example; kinds are "
                + verifiers.stream().map(AnchorVerifier::kind).sorted().collect(Collectors.joining(", ")));
    }
}
