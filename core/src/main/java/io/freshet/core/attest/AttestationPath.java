package io.freshet.core.attest;

import io.freshet.core.Digest;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the attestations of a manifest lie: {@code attest/ab/HASH/0.json}, 1, 2, … without a gap, HASH being the
 * manifest's, so that whoever has no listing asks until one is missing; and the timestamps of each, {@code 0.0.tsr},
 * {@code 0.1.tsr}, … likewise.
 */
public final class AttestationPath {

    /** No manifest has more. */
    public static final int MOST = 16;

    /** No attestation has more timestamps. */
    public static final int MOST_TIMESTAMPS = 4;

    private static final String SUFFIX = ".json";

    private AttestationPath() {}

    /** The path of one of them, from 0 on. */
    public static String of(Digest manifest, int number) {
        String name = manifest.toString();
        return "attest/" + name.substring(0, 2) + "/" + name + "/" + number + SUFFIX;
    }

    /** The paths of all that there may be, in order. */
    public static Stream<String> all(Digest manifest) {
        return IntStream.range(0, MOST).mapToObj(number -> of(manifest, number));
    }

    /** The paths of all timestamps that the attestation at {@code path} may have, in order. */
    public static Stream<String> timestamps(String path) {
        String name = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
        return IntStream.range(0, MOST_TIMESTAMPS).mapToObj(number -> name + "." + number + ".tsr");
    }

    /** The paths of all that may lie beside a manifest: attestations and their timestamps. */
    public static Stream<String> everything(Digest manifest) {
        return all(manifest).flatMap(path -> Stream.concat(Stream.of(path), timestamps(path)));
    }
}
