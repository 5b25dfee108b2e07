package io.freshet.providers.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a store is, as a person writes it: {@code s3://bucket/prefix?region=eu-central-1}, {@code file:/srv/repo} or a
 * bare path. Anything that doesn't begin with a scheme of two letters or more and a colon is a path.
 *
 * <p>A URL holds no secrets: one with user information is refused, and so are parameters that look like secrets, since
 * both end up in shell histories, process lists and logs.
 *
 * @param text as written
 * @param scheme in lower case; {@code file} for a bare path
 * @param authority what stands between {@code //} and the next slash: a bucket; may be empty
 * @param path what follows the authority, with its leading slash; percent-decoded, except for a bare path
 * @param parameters of the query, percent-decoded, in order of their names
 */
public record StoreUrl(String text, String scheme, String authority, String path, Map<String, String> parameters) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);
    private static final Pattern SECRET =
            Pattern.compile("secret|token|passw|credential|signature|access.?key|private", Pattern.CASE_INSENSITIVE);

    /** In a value: a host behind a user. */
    private static final Pattern USER = Pattern.compile("(^|://)[^/]*@");

    /** In an authority: a user, or the first half of one whose password has a slash. */
    private static final Pattern USER_INFO = Pattern.compile("@|:(?![0-9]*$)");

    public StoreUrl {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /**
     * Takes a URL or path apart.
     *
     * @throws InvalidStoreUrl if it can't be understood, or holds a secret (which the message doesn't repeat)
     */
    public static StoreUrl parse(String text) throws InvalidStoreUrl {
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            return barePath(text);
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String rest = matcher.group(2);
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        if (place.startsWith("//") && USER_INFO.matcher(authorityOf(place)).find()) {
            int at = place.lastIndexOf('@');
            String shown = scheme + "://***" + (at < 0 ? "" : place.substring(at));
            throw new InvalidStoreUrl(
                    "a store URL may not hold a user name or password",
                    shown,
                    "give credentials by the environment or a credentials file",
                    null);
        }
        Map<String, String> parameters = question < 0 ? Map.of() : parameters(scheme + ":" + place, rest, question);
        String authority = place.startsWith("//") ? authorityOf(place) : "";
        String path = place.startsWith("//") ? place.substring(2 + authority.length()) : place;
        return new StoreUrl(text, scheme, authority, decode(path, text), parameters);
    }

    /** The parameter {@code name}, if it was given. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * The same URL with settings from a configuration; a parameter of the URL itself wins over a setting of the same name.
     */
    public StoreUrl withSettings(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(parameters);
        return new StoreUrl(text, scheme, authority, path, all);
    }

    @Override
    public String toString() {
        return text;
    }

    private static StoreUrl barePath(String text) throws InvalidStoreUrl {
        if (text.isEmpty()) {
            throw new InvalidStoreUrl(
                    "a store URL can't be empty", text, "give s3://bucket/prefix, file:/path or a path", null);
        }
        return new StoreUrl(text, "file", "", text, Map.of());
    }

    private static String authorityOf(String place) {
        int slash = place.indexOf('/', 2);
        return slash < 0 ? place.substring(2) : place.substring(2, slash);
    }

    private static Map<String, String> parameters(String shown, String rest, int question) throws InvalidStoreUrl {
        Map<String, String> parameters = new TreeMap<>();
        for (String part : rest.substring(question + 1).split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new InvalidStoreUrl(
                        "a parameter has no name or no value",
                        shown,
                        "write parameters as ?name=value&name=value",
                        null);
            }
            String name = decode(part.substring(0, equals), shown);
            String value = decode(part.substring(equals + 1), shown);
            if (SECRET.matcher(name).find() || USER.matcher(value).find()) {
                throw new InvalidStoreUrl(
                        "the parameter " + name + " looks like a secret, or holds one",
                        shown,
                        "give credentials by the environment or a credentials file, never in a URL",
                        null);
            }
            if (parameters.put(name, value) != null) {
                throw new InvalidStoreUrl("the parameter " + name + " is given twice", shown, "keep one", null);
            }
        }
        return parameters;
    }

    private static String decode(String part, String shown) throws InvalidStoreUrl {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidStoreUrl(
                    "a percent sign isn't followed by two hexadecimal digits",
                    shown,
                    "write %25 for a percent sign",
                    e);
        }
    }
}
