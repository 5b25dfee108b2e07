package io.freshet.core.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private static final JsonLimits LIMITS = new JsonLimits(256 << 10, 8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "null",
                "{",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1,",
                "{\"a\":[1}",
                "{\"a\":1}}",
                "{\"a\":1} {}",
                "{\"a\":1} x",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{\"a\":1}//",
                "\ufeff{}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"\\ud800x\":1}",
                "{\"a\":\"\n\"}",
                "{\"a\":1,\"a\":1}",
                "{\"b\":{\"a\":1,\"\\u0061\":2}}",
                "{\"a\":11111111111111111111111111111111111111111111111111}",
                "{\"a\":[[[[[[[[]]]]]]]]}",
            })
    void refusesWhatIsNotOneStrictObject(String json) {
        assertThat(refusal(json.getBytes(UTF_8))).isInstanceOf(JsonException.Malformed.class);
    }

    @Test
    void refusesOtherEncodings() {
        assertThat(refusal("{\"a\":\"ä\"}".getBytes(ISO_8859_1)).problem()).contains("UTF-8");
        assertThat(refusal("{}".getBytes(UTF_16BE))).isInstanceOf(JsonException.Malformed.class);
        byte[] overlong = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'};
        assertThat(refusal(overlong).problem()).contains("UTF-8");
    }

    @Test
    void boundsTheLengthBeforeAnythingElse() {
        byte[] garbage = new byte[LIMITS.maxBytes() + 1];
        var error = catchThrowableOfType(
                JsonException.TooLarge.class, () -> StrictJson.readObject("a document", garbage, LIMITS));

        assertThat(error.limit()).isEqualTo(LIMITS.maxBytes());
        assertThat(error.length()).isEqualTo(garbage.length);
        assertThat(error).hasMessage("a document: has 262145 bytes; at most 262144 are accepted");
    }

    @Test
    void saysWhereAFieldStandsTwice() {
        JsonException error = refusal("{\n \"a\": 1,\n \"a\": 2}".getBytes(UTF_8));

        assertThat(error).hasMessageStartingWith("a document at line 3, column ");
        assertThat(error.problem()).isEqualTo("the field \"a\" stands twice in one object");
    }

    @Test
    void takesWhiteSpaceAtTheEnd() throws JsonException {
        assertThat(read("{}\n").names()).isEmpty();
    }

    @Test
    void namesThePlaceOfAWrongField() throws JsonException {
        JsonObject object = read("{\"a/b\": {\"c~d\": [1]}, \"f\": 1.0, \"n\": null, \"big\": 1e3}");

        var error = catchThrowableOfType(
                JsonException.Invalid.class, () -> object.object("a/b").strings("c~d"));
        assertThat(error.pointer()).isEqualTo("/a~1b/c~0d/0");
        assertThat(error).hasMessage("a document at /a~1b/c~0d/0: must be a string");
        assertThat(catchThrowableOfType(JsonException.Invalid.class, () -> object.integer("f", 0, 5)))
                .hasMessageContaining("must be an integer");
        assertThat(catchThrowableOfType(JsonException.Invalid.class, () -> object.integer("big", 0, 5000)))
                .hasMessageContaining("must be an integer");
        assertThat(catchThrowableOfType(JsonException.Invalid.class, () -> object.string("n")))
                .hasMessageContaining("is missing");
        assertThat(object.optionalString("n")).isEmpty();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void readsWhatWasWritten(@ForAll("objects") ObjectNode object) throws JsonException {
        assertThat(read(JsonText.compact(object)).copy()).isEqualTo(object);
        assertThat(read(JsonText.readable(object)).copy()).isEqualTo(object);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void keepsEveryFieldThatIsNotKnown(@ForAll("objects") ObjectNode object) throws JsonException {
        object.put("known", 1);
        UnknownFields unknown = read(JsonText.compact(object)).unknown(java.util.Set.of("known"));
        ObjectNode again = object.objectNode().put("known", 1);
        unknown.writeTo(again);

        assertThat(again).isEqualTo(object);
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return JsonTrees.objects();
    }

    private static JsonObject read(String json) throws JsonException {
        return StrictJson.readObject("a document", json.getBytes(UTF_8), LIMITS);
    }

    private static JsonException refusal(byte[] json) {
        return catchThrowableOfType(JsonException.class, () -> StrictJson.readObject("a document", json, LIMITS));
    }
}
