package io.freshet.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 16);

    @Test
    void isWhatTheSpecificationSays() throws JsonException {
        assertThat(canonical("{ \"b\": [1, -2, true, null, {}, []], \"a\": \"\\\"\\\\\\n\\u00e4\" }"))
                .isEqualTo("{\"a\":\"\\\"\\\\\nä\",\"b\":[1,-2,true,null,{},[]]}");
    }

    @Test
    void sortsByCodePointsAndNotByUtf16Units() throws JsonException {
        assertThat(canonical("{\"\\ud83d\\ude00\": 1, \"\\ue000\": 2, \"z\": 3, \"\": 4, \"zz\": 5}"))
                .isEqualTo("{\"\":4,\"z\":3,\"zz\":5,\"\ue000\":2,\"\ud83d\ude00\":1}");
    }

    @Test
    void keepsIntegersOfAnySize() throws JsonException {
        assertThat(canonical("{\"a\": 123456789012345678901234567890, \"b\": -9223372036854775808}"))
                .isEqualTo("{\"a\":123456789012345678901234567890,\"b\":-9223372036854775808}");
    }

    @Test
    void hasNoFractions() {
        assertThatThrownBy(() -> canonical("{\"a\": 1.0}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0");
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void doesNotDependOnTheOrderOfFields(@ForAll("objects") ObjectNode object, @ForAll long seed) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, new Random(seed));
        ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> shuffled.set(name, object.get(name)));

        assertThat(CanonicalJson.encode(shuffled)).isEqualTo(CanonicalJson.encode(object));
    }

    /** The form is unambiguous: different trees are never signed by the same bytes. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void differsWhereTheTreesDiffer(@ForAll("objects") ObjectNode a, @ForAll("objects") ObjectNode b) {
        boolean same = new String(CanonicalJson.encode(a), UTF_8).equals(new String(CanonicalJson.encode(b), UTF_8));

        assertThat(same).isEqualTo(a.equals(b));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void comparesAsUtf8Does(@ForAll("objects") ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        for (String a : names) {
            for (String b : names) {
                int expected = java.util.Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
                assertThat(Integer.signum(CanonicalJson.compareCodePoints(a, b)))
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return JsonTrees.objects();
    }

    private static String canonical(String json) throws JsonException {
        JsonObject object = StrictJson.readObject("a document", json.getBytes(UTF_8), LIMITS);
        return new String(CanonicalJson.encode(object.copy()), UTF_8);
    }
}
