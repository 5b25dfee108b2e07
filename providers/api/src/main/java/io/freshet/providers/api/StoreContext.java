package io.freshet.providers.api;

import java.util.Map;
import java.util.Optional;

/**
 * What a provider may know of the program around it.
 *
 * @param environment the environment variables; they may hold secrets, so {@link #toString()} shows none of their values
 * @param userAgent how to introduce ourselves to servers: {@code freshet/VERSION}
 */
public record StoreContext(Map<String, String> environment, String userAgent) {
    public StoreContext {
        environment = Map.copyOf(environment);
        if (!userAgent.matches("[!-~]+/[!-~]+")) {
            throw new IllegalArgumentException("not a user agent of the form name/version: " + userAgent);
        }
    }

    /** The context of this process. */
    public static StoreContext ofProcess(String version) {
        return new StoreContext(System.getenv(), "freshet/" + version);
    }

    /** An environment variable; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
        return "StoreContext[environment=***, userAgent=" + userAgent + "]";
    }
}
