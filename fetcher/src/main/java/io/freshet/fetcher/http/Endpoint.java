package io.freshet.fetcher.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A service that answers questions over HTTP. Keys of its customers stand in user names, paths and queries of such URLs:
 * nothing but scheme, host and port is ever printed, also where the URL is refused.
 */
public final class Endpoint {

    private final URI base;
    private final Optional<String> user;

    private Endpoint(URI base, Optional<String> user) {
        this.base = base;
        this.user = user;
    }

    /**
     * The endpoint at a URL.
     *
     * @throws IllegalArgumentException if it is none of http or https, or has a fragment
     */
    public static Endpoint of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Neither the message nor the cause: they have the URL in them.
            throw new IllegalArgumentException("what was given is no URL");
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("what was given is no URL like https://host/path");
        }
        String authority = uri.getRawAuthority();
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Endpoint(
                URI.create(uri.getScheme() + "://" + host + uri.getRawPath() + query),
                Optional.ofNullable(uri.getUserInfo()));
    }

    /** Where the question is asked. */
    URI uri() {
        return base;
    }

    /** The same with more of a path, and one more parameter of the query, which may be empty. */
    URI uri(String path, String parameter) {
        String query = base.getRawQuery() == null ? "" : base.getRawQuery();
        String both = query.isEmpty() || parameter.isEmpty() ? query + parameter : query + "&" + parameter;
        return URI.create(
                origin() + base.getRawPath().replaceAll("/+$", "") + "/" + path + (both.isEmpty() ? "" : "?" + both));
    }

    /** The value of the header that proves who asks, where the URL names a user. */
    Optional<String> authorization() {
        return user.map(name -> "Basic " + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
    }

    private String origin() {
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    /** Scheme, host and port. */
    @Override
    public String toString() {
        return origin();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint endpoint && base.equals(endpoint.base) && user.equals(endpoint.user);
    }

    @Override
    public int hashCode() {
        return base.hashCode();
    }
}
