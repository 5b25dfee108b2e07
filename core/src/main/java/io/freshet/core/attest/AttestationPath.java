package io.freshet.core.attest;

import io.freshet.core.Digest;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the attestations of a manifest lie: {@code attest/ab/HASH/0.json}, 1, 2, … without a gap, HASH being the
 * manifest's, so that whoever has no listing asks until one is missing.
 */
public final class AttestationPath {

    /** No manifest has more. */
    public static final int MOST = 16;

    private AttestationPath() {}

    /** The path of one of them, from 0 on. */
    public static String of(Digest manifest, int number) {
        String name = manifest.toString();
        return "attest/" + name.substring(0, 2) + "/" + name + "/" + number + ".json";
    }

    /** The paths of all that there may be, in order. */
    public static Stream<String> all(Digest manifest) {
        return IntStream.range(0, MOST).mapToObj(number -> of(manifest, number));
    }
}
