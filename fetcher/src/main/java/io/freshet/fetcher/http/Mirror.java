package io.freshet.fetcher.http;

import java.net.URI;
import java.net.URISyntaxException;

/** A base URL that a repository can be read from: a bucket, a CDN, a relay, a peer. Written without a final slash. */
public record Mirror(String url) {

    /** @throws IllegalArgumentException if {@code url} is not an http or https URL without query and fragment */
    public Mirror {
        URI uri = uri(url);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "\"" + withoutSecrets(url) + "\" is no mirror: it must be like https://host/path");
        }
        url = url.replaceAll("/+$", "");
    }

    /** The URL of an object. */
    URI object(String path) {
        return URI.create(url + "/" + path);
    }

    /** The URL, without a password that may stand in it. */
    @Override
    public String toString() {
        return withoutSecrets(url);
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("//[^/@]*@", "//***@");
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + withoutSecrets(url) + "\" is no URL", e);
        }
    }
}
