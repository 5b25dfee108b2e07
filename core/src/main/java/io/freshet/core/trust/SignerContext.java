package io.freshet.core.trust;

import io.freshet.core.ToolVersion;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link SignerProvider} may know of the program around it.
 *
 * @param environment the environment variables; they may hold secrets, so that {@link #toString()} shows none of them
 * @param userAgent how to introduce ourselves to servers: {@code freshet/VERSION}
 * @param passphrase what key files are opened with here, and tokens that name no other
 */
public record SignerContext(Map<String, String> environment, String userAgent, Optional<Passphrase> passphrase) {

    public SignerContext {
        environment = Map.copyOf(environment);
    }

    /** The context of this process. */
    public static SignerContext ofProcess(Optional<Passphrase> passphrase) {
        return new SignerContext(System.getenv(), "freshet/" + ToolVersion.current(), passphrase);
    }

    /** An environment variable; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return "SignerContext[environment=***, userAgent=" + userAgent + ", passphrase=***]";
    }
}
