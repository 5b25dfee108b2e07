package io.freshet.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which release of Freshet this is: what {@code --version}, the manifest and the {@code User-Agent} say. */
public final class ToolVersion {
    private static final String CURRENT = read();

    private ToolVersion() {}

    /** The version alone, such as {@code 0.1.0}; never empty. */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = ToolVersion.class.getResourceAsStream("version.txt")) {
            Objects.requireNonNull(in, "version.txt is missing from the core jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
