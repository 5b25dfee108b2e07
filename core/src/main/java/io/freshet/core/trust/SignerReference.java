package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where a private key lies that is in no file, and its public half, so that a key directory can be listed and a root be
 * drafted without it. There is nothing secret in it: a file of it stands beside key files as {@code NAME.key.json}.
 *
 * <pre>
 * {
 *   "freshet": 1,
 *   "signer": "pkcs11:token=freshet;object=online",
 *   "public": {"keytype": …}        as TUF lists it (clause 4.2)
 * }
 * </pre>
 *
 * @param uri where; its scheme says to whom
 */
public record SignerReference(String uri, VerifyingKey publicKey) {

    /** What the name of a key file is followed by. */
    static final String REFERENCE = ".json";

    private static final String SUFFIX = ".key" + REFERENCE;

    private static final int MOST_URI = 2048;
    private static final String URI_FORM =
            "the URI of a key is SCHEME:… in at most " + MOST_URI + " characters of ASCII, without spaces";

    private static final int MAX_BYTES = 16 << 10;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 8);

    public SignerReference {
        if (!isUri(uri)) {
            throw new IllegalArgumentException(URI_FORM);
        }
    }

    private static boolean isUri(String uri) {
        return uri.length() <= MOST_URI && uri.matches("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");
    }

    /** The scheme of {@code uri}, in lower case. */
    static String scheme(String uri) throws SignerException.Invalid {
        if (!isUri(uri)) {
            throw new SignerException.Invalid(
                    "no key", URI_FORM, "give one, such as pkcs11:token=NAME;object=NAME or awskms:///KEY");
        }
        return uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** Whether {@code file} is named like one. */
    static boolean isNamedSo(Path file) {
        return file.toString().endsWith(SUFFIX);
    }

    /**
     * Reads a file.
     *
     * @throws KeyFileException if it is missing, or not one of these
     */
    public static SignerReference read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return read(StrictJson.readObject(file.toString(), bytes, LIMITS));
        } catch (NoSuchFileException e) {
            throw new KeyFileException.Missing(file);
        } catch (JsonException e) {
            throw new KeyFileException.Unreadable(
                    file, "says of no key where it lies: " + e.problem() + "; make it anew: freshet key reference");
        }
    }

    private static SignerReference read(JsonObject json) throws JsonException {
        json.integer("freshet", 1, 1);
        for (String field : json.names()) {
            if (!List.of("freshet", "signer", "public").contains(field)) {
                throw json.invalid(field, "is unknown here");
            }
        }
        String uri = json.string("signer");
        JsonObject key = json.object("public");
        if (Key.read(key) instanceof VerifyingKey known) {
            return json.build(() -> new SignerReference(uri, known));
        }
        throw json.invalid("public", "is a key that can verify nothing here");
    }

    /** As it stands in a file. */
    public byte[] bytes() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("freshet", 1).put("signer", uri);
        json.set("public", publicKey.toJson());
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
