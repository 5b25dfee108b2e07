package io.freshet.providers.kms;

import io.freshet.core.trust.SignerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key with KMS: {@code awskms://[HOST[:PORT]]/KEY}, KEY being an id, an ARN, {@code alias/NAME} or the ARN of an alias.
 * Parameters: {@code region}, {@code profile}, {@code endpoint}, as those of {@code s3:}.
 *
 * @param text the URI; no secret is in it
 * @param key as the service wants it
 * @param endpoint another than the region's own
 * @param region what the parameter says, or the ARN
 */
record KmsUri(String text, String key, Optional<URI> endpoint, Optional<String> region, Optional<String> profile) {

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+):[0-9]{12}:(key|alias)/[\\w/-]+");
    private static final Pattern NAME = Pattern.compile("(alias/)?[\\w/-]{1,256}");

    static KmsUri parse(String uri) throws SignerException.Invalid {
        URI parsed;
        try {
            parsed = new URI(uri);
        } catch (URISyntaxException e) {
            throw invalid(uri, "it is no URI: " + e.getReason());
        }
        String path = parsed.getPath();
        if (path == null || path.length() < 2 || parsed.getUserInfo() != null || parsed.getFragment() != null) {
            throw invalid(uri, "it names no key");
        }
        String key = path.substring(1);
        Matcher arn = ARN.matcher(key);
        if (!arn.matches() && !NAME.matcher(key).matches()) {
            throw invalid(uri, "\"" + key + "\" is no id of a key, no ARN, and no alias/NAME");
        }
        Map<String, String> parameters = parameters(uri, parsed);
        Optional<URI> host =
                Optional.ofNullable(parsed.getAuthority()).map(authority -> URI.create("https://" + authority));
        Optional<URI> endpoint =
                parameters.containsKey("endpoint") ? Optional.of(endpoint(uri, parameters.get("endpoint"))) : host;
        if (host.isPresent() && parameters.containsKey("endpoint")) {
            throw invalid(uri, "the endpoint stands in it twice");
        }
        return new KmsUri(
                uri,
                key,
                endpoint,
                Optional.ofNullable(parameters.get("region"))
                        .or(() -> arn.matches() ? Optional.of(arn.group(1)) : Optional.empty()),
                Optional.ofNullable(parameters.get("profile")));
    }

    private static URI endpoint(String uri, String endpoint) throws SignerException.Invalid {
        if (!endpoint.matches("https?://[^/?#@]+/?")) {
            throw invalid(uri, "endpoint is not https://HOST");
        }
        return URI.create(endpoint);
    }

    private static Map<String, String> parameters(String uri, URI parsed) throws SignerException.Invalid {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (parsed.getQuery() != null) {
            for (String pair : parsed.getQuery().split("&", -1)) {
                String[] halves = pair.split("=", 2);
                if (halves.length < 2
                        || halves[1].isEmpty()
                        || !Set.of("region", "profile", "endpoint").contains(halves[0])) {
                    throw invalid(uri, "\"" + pair + "\" is none of region=, profile=, endpoint=");
                }
                parameters.put(halves[0], halves[1]);
            }
        }
        return parameters;
    }

    private static SignerException.Invalid invalid(String uri, String problem) {
        return new SignerException.Invalid(
                uri.replaceFirst("//[^/@]*@", "//***@"),
                problem,
                "write awskms:///KEY, KEY being an id, an ARN or alias/NAME, with ?region=NAME where that is not"
                        + " known");
    }
}
