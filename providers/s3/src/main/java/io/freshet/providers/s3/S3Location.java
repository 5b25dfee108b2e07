package io.freshet.providers.s3;

import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreUrl;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a bucket is and how to address it.
 *
 * @param bucket its name
 * @param prefix before every key: empty, or with a slash at the end
 * @param endpoint of the service; empty for Amazon's own
 * @param region for the signature; empty to let the SDK look it up
 * @param pathStyle {@code https://endpoint/bucket/key} in place of {@code https://bucket.endpoint/key}
 * @param profile of the shared AWS configuration files, where the URL names one; it then wins over keys in the environment
 */
record S3Location(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        Optional<String> profile) {

    private static final Set<String> PARAMETERS = Set.of("endpoint", "region", "path-style", "profile");
    private static final int MAX_PREFIX = 511;

    /** A parameter of the URL wins over a variable of the environment, as a flag does in AWS's own command line. */
    static S3Location of(StoreUrl url, StoreContext context) throws InvalidStoreUrl {
        Set<String> unknown = new TreeSet<>(url.parameters().keySet());
        unknown.removeAll(PARAMETERS);
        if (!unknown.isEmpty()) {
            throw invalid(url, "unknown parameters: " + unknown, "known are " + new TreeSet<>(PARAMETERS));
        }
        if (!url.authority().matches("[A-Za-z0-9][A-Za-z0-9._-]{1,62}")) {
            throw invalid(url, "no legal name of a bucket", "write s3://bucket/prefix");
        }
        Optional<URI> endpoint = endpoint(url, context);
        Optional<String> region = url.parameter("region")
                .or(() -> context.variable("AWS_REGION"))
                .or(() -> context.variable("AWS_DEFAULT_REGION"))
                // Servers other than Amazon's mostly have one region, and this is what they call it.
                .or(() -> endpoint.map(any -> "us-east-1"));
        return new S3Location(
                url.authority(), prefix(url), endpoint, region, pathStyle(url, endpoint), url.parameter("profile"));
    }

    private static String prefix(StoreUrl url) throws InvalidStoreUrl {
        String path = url.path().replaceFirst("^/", "").replaceFirst("/$", "");
        if (path.isEmpty()) {
            return "";
        }
        for (String segment : path.split("/", -1)) {
            if (!segment.matches("[!-~]+") || segment.equals(".") || segment.equals("..")) {
                throw invalid(
                        url,
                        "the prefix has the segment \"" + segment + "\"",
                        "use printable ASCII without spaces, single slashes, and neither . nor ..");
            }
        }
        if (path.length() > MAX_PREFIX) {
            throw invalid(url, "the prefix is longer than " + MAX_PREFIX + " characters", "use a shorter one");
        }
        return path + "/";
    }

    private static Optional<URI> endpoint(StoreUrl url, StoreContext context) throws InvalidStoreUrl {
        Optional<String> text = url.parameter("endpoint")
                .or(() -> context.variable("AWS_ENDPOINT_URL_S3"))
                .or(() -> context.variable("AWS_ENDPOINT_URL"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI endpoint = URI.create(text.get());
            boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            if (http && endpoint.getHost() != null && endpoint.getUserInfo() == null) {
                return Optional.of(endpoint);
            }
        } catch (IllegalArgumentException e) {
            throw invalid(url, "the endpoint isn't a URL", "write endpoint=https://host or http://host:port");
        }
        throw invalid(url, "the endpoint isn't an HTTP URL", "write endpoint=https://host or http://host:port");
    }

    private static boolean pathStyle(StoreUrl url, Optional<URI> endpoint) throws InvalidStoreUrl {
        return switch (url.parameter("path-style").orElse("")) {
            // Servers of one's own seldom have a name for each bucket; Amazon's have.
            case "" -> endpoint.isPresent();
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(url, "path-style is neither true nor false", "write path-style=true");
        };
    }

    private static InvalidStoreUrl invalid(StoreUrl url, String wrong, String whatToDo) {
        return new InvalidStoreUrl(wrong, url.text(), whatToDo, null);
    }
}
