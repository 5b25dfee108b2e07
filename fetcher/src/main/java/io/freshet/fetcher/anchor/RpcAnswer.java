package io.freshet.fetcher.anchor;

import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.fetcher.http.EndpointClient;
import io.freshet.fetcher.http.EndpointFault;
import java.util.regex.Pattern;

/** What a node has answered, as JSON-RPC 2.0 has it. What is wrong is said in words of ours: a node could repeat a key. */
final class RpcAnswer {

    private static final JsonLimits LIMITS = new JsonLimits(EndpointClient.MOST_BYTES, 16);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,13}");

    private RpcAnswer() {}

    /** Takes what it needs of an answer. */
    interface Reader<T> {
        T read(JsonObject answer) throws JsonException, EndpointFault;
    }

    /**
     * Reads an answer.
     *
     * @param id of the question
     * @throws EndpointFault if it is none, one to another question, an error, or lacks what {@code reader} takes
     */
    static <T> T read(byte[] bytes, long id, Reader<T> reader) throws EndpointFault {
        try {
            JsonObject answer = StrictJson.readObject("the answer", bytes, LIMITS);
            if (answer.has("error")) {
                long code = answer.object("error").integer("code", -JsonObject.MAX_INTEGER, JsonObject.MAX_INTEGER);
                throw new EndpointFault("answered with error " + code);
            }
            if (answer.integer("id", -JsonObject.MAX_INTEGER, JsonObject.MAX_INTEGER) != id) {
                throw new EndpointFault("answered another question");
            }
            if (!answer.names().contains("result")) {
                throw new EndpointFault("answered without a result");
            }
            return reader.read(answer);
        } catch (JsonException e) {
            throw new EndpointFault(
                    switch (e) {
                        case JsonException.TooLarge _ -> "answered with too much";
                        case JsonException.Malformed bad ->
                            "answered with what is no JSON, at line " + bad.line() + ", column " + bad.column();
                        case JsonException.Invalid _ -> "answered with JSON of another form";
                    });
        }
    }

    /** The hash in {@code field}. */
    static ChainHash hash(JsonObject json, String field) throws JsonException {
        return ChainHash.parse(json.string(field)).orElseThrow(() -> json.invalid(field, "must be a hash"));
    }

    /** The number in {@code field}, a string of decimal digits, as nodes of Cosmos write it. */
    static long number(JsonObject json, String field) throws JsonException {
        String text = json.string(field);
        if (!NUMBER.matcher(text).matches()) {
            throw json.invalid(field, "must be a number");
        }
        return Long.parseLong(text);
    }

    /** The number in {@code field}, as nodes of Ethereum write it. */
    static long quantity(JsonObject json, String field) throws JsonException {
        String text = json.string(field);
        if (!QUANTITY.matcher(text).matches()) {
            throw json.invalid(field, "must be a number");
        }
        return Long.parseLong(text.substring(2), 16);
    }
}
