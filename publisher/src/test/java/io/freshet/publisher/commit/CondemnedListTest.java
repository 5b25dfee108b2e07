package io.freshet.publisher.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.pack.Pack;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of what will be deleted, as the commit protocol lays them out. */
class CondemnedListTest {

    private static final Digest PACK = Digest.of(new byte[] {1});

    @Test
    void isReadAsItWasWritten() throws Exception {
        Instant time = Instant.parse("2026-11-23T01:00:00Z");
        CondemnedList list = new CondemnedList(
                7,
                List.of(
                        new CondemnedList.Entry(Pack.path(PACK), 5, Optional.of(time), Optional.empty()),
                        new CondemnedList.Entry("manifests/ab/x.json", 6, Optional.empty(), Optional.empty())));
        assertThat(CondemnedReader.read("list", list.toBytes())).isEqualTo(list);
        assertThat(list.entries().getFirst().object()).as("sorted").startsWith("manifests/");
        assertThat(CondemnedList.packs(list.objects())).isEqualTo(Set.of(PACK));
    }

    @Test
    void fieldsOfLaterVersionsAreReadOver() throws Exception {
        byte[] bytes = bytes("{\"freshet\":1,\"number\":1,\"more\":{\"a\":[1,{}]},"
                + "\"entries\":[{\"why\":[{}],\"object\":\"a\",\"generation\":1,\"passed\":null}]}");
        assertThat(CondemnedReader.read("list", bytes).objects()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"number\":1,\"entries\":[{\"object\":\"a\",\"generation\":1}",
                "{\"number\":1,\"entries\":{}}",
                "{\"number\":1,\"entries\":[{}]}",
                "{\"number\":1,\"entries\":[{\"object\":\"a\",\"generation\":\"1\"}]}",
                "{\"number\":1,\"entries\":[{\"object\":\"a\",\"generation\":1,\"passed\":\"yesterday\"}]}",
                "{\"number\":99999999999999999999,\"entries\":[]}"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> CondemnedReader.read("list", bytes(text)))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("list: ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
