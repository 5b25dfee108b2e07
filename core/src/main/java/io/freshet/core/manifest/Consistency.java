package io.freshet.core.manifest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which state a source was captured. */
public enum Consistency {
    /** The node was stopped. */
    STOPPED,
    /** A snapshot of the file system, as after a power cut. */
    SNAPSHOT,
    /** A checkpoint that the database made of itself. */
    CHECKPOINT,
    /** Nobody said. */
    UNKNOWN;

    /** As manifests and configurations write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that word. */
    public static Optional<Consistency> of(String word) {
        return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
    }
}
