package io.freshet.bench.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void aLineOfTheLogIsALengthARangeAndAPath() {
        assertThat(Answer.parse("4096 bytes=65536-69631 /packs/ab/cd.bin"))
                .isEqualTo(new Answer(4096, 65536, "packs/ab/cd.bin"));
        assertThat(Answer.parse("900 bytes=16-99,4000-4799 /a")).isEqualTo(new Answer(900, 16, "a"));
    }

    @Test
    void aWholeObjectAndAnEndBeginAtZero() {
        assertThat(Answer.parse("153 - /meta/no such-thing.json"))
                .isEqualTo(new Answer(153, 0, "meta/no such-thing.json"));
        assertThat(Answer.parse("48 bytes=-48 /a")).isEqualTo(new Answer(48, 0, "a"));
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> Answer.parse("4096 /a")).hasMessage("not a line of the mirrors' log: 4096 /a");
    }

    @Test
    void trafficAddsUpAllOrSome() {
        var traffic = new Traffic(List.of(new Answer(5, 0, "packs/a"), new Answer(7, 0, "metadata/b")));

        assertThat(traffic.requests()).isEqualTo(2);
        assertThat(traffic.bytes()).isEqualTo(12);
        assertThat(traffic.bytes(answer -> answer.path().startsWith("packs/"))).isEqualTo(5);
    }
}
