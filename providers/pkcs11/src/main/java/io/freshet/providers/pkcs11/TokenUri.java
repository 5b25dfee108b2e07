package io.freshet.providers.pkcs11;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.trust.SignerException;
import java.io.ByteArrayOutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key in a token (RFC 7512): {@code pkcs11:} and attributes of the token and of the key, which all have to fit, then
 * {@code ?} and where the token's library and its PIN are found.
 *
 * @param text the URI; no secret is in it
 * @param attributes by name, decoded
 * @param module the token's library
 * @param pinSource the file whose first line is the PIN
 */
record TokenUri(String text, Map<String, byte[]> attributes, Optional<Path> module, Optional<Path> pinSource) {

    private static final String SCHEME = "pkcs11:";
    /** What tells one token from another. */
    static final Set<String> OF_TOKEN = Set.of("token", "manufacturer", "model", "serial");

    private static final Set<String> OF_KEY = Set.of("object", "id");

    TokenUri {
        attributes = Map.copyOf(attributes);
    }

    static TokenUri parse(String uri) throws SignerException.Invalid {
        // Before anything could show it.
        if (uri.contains("pin-value")) {
            throw new SignerException.Invalid(
                    SCHEME + "…",
                    "the PIN stands in the URI, which is no secret",
                    "put it into a file of mode 0600, and change it: pin-source=file:/PATH, or --passphrase-file");
        }
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        Map<String, byte[]> attributes = pairs(uri, path.substring(SCHEME.length()), ";");
        byte[] type = attributes.remove("type");
        if (type != null && !new String(type, UTF_8).equals("private")) {
            throw invalid(uri, "type is private, or is left out");
        }
        for (String name : attributes.keySet()) {
            if (!OF_TOKEN.contains(name) && !OF_KEY.contains(name)) {
                throw invalid(uri, "the attribute " + name + " is unknown here");
            }
        }
        if (attributes.keySet().stream().noneMatch(OF_KEY::contains)) {
            throw invalid(uri, "it names no key: object=NAME, or id=%01");
        }
        Map<String, byte[]> more = query < 0 ? Map.of() : pairs(uri, uri.substring(query + 1), "&");
        for (String name : more.keySet()) {
            if (!Set.of("module-path", "pin-source").contains(name)) {
                throw invalid(uri, "the attribute " + name + " is unknown here");
            }
        }
        return new TokenUri(uri, attributes, file(uri, more, "module-path"), file(uri, more, "pin-source"));
    }

    /** An absolute path: references are read wherever a command is run. */
    private static Optional<Path> file(String uri, Map<String, byte[]> pairs, String name)
            throws SignerException.Invalid {
        byte[] value = pairs.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String text = new String(value, UTF_8).replaceFirst("^file:(//(?=/))?", "");
        try {
            if (text.startsWith("/")) {
                return Optional.of(Path.of(text));
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw invalid(uri, name + " is not the absolute path of a file");
    }

    private static Map<String, byte[]> pairs(String uri, String text, String between) throws SignerException.Invalid {
        Map<String, byte[]> pairs = new LinkedHashMap<>();
        for (String pair : text.split(between, -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw invalid(uri, "\"" + pair + "\" is not NAME=VALUE");
            }
            if (pairs.put(pair.substring(0, equals), decode(uri, pair.substring(equals + 1))) != null) {
                throw invalid(uri, pair.substring(0, equals) + " stands twice");
            }
        }
        return pairs;
    }

    private static byte[] decode(String uri, String value) throws SignerException.Invalid {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%') {
                bytes.write(c);
            } else if (i + 2 < value.length()
                    && HexFormat.isHexDigit(value.charAt(i + 1))
                    && HexFormat.isHexDigit(value.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
                i += 2;
            } else {
                throw invalid(uri, "% is followed by two hexadecimal digits");
            }
        }
        return bytes.toByteArray();
    }

    private static SignerException.Invalid invalid(String uri, String problem) {
        return new SignerException.Invalid(
                uri, problem, "write pkcs11:token=NAME;object=NAME?module-path=/PATH (RFC 7512)");
    }
}
