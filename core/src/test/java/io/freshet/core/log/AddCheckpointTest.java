package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to a witness, and what comes back, by the examples of tlog-witness. */
class AddCheckpointTest {

    private static final String REQUEST = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
        """;
    private static final String ANSWER = """
        — witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==
        — witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==
        """;

    @Test
    void readsAndWritesTheExample() throws Exception {
        AddCheckpoint request = AddCheckpoint.parse(REQUEST.getBytes(UTF_8));
        assertThat(request.old()).isEqualTo(20_852_014);
        assertThat(request.proof().path()).hasSize(4);
        assertThat(Checkpoint.parse(request.note().text()).head().size()).isEqualTo(20_852_163);
        assertThat(request.note().signatures()).hasSize(2);
        assertThat(request.encode()).asString(UTF_8).isEqualTo(REQUEST);
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThatThrownBy(() ->
                        AddCheckpoint.parse(REQUEST.replace("old 2", "old 02").getBytes(UTF_8)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("the old size is \"020852014\"")
                .hasMessageContaining("line 1");
        assertThatThrownBy(() ->
                        AddCheckpoint.parse(REQUEST.replace("pkaw=", "pkaw").getBytes(UTF_8)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> AddCheckpoint.parse(new byte[AddCheckpoint.MOST_BYTES + 1]))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("more than " + AddCheckpoint.MOST_BYTES);
    }

    @Test
    void readsAnAnswerWithCosignatures() throws Exception {
        WitnessAnswer answer = WitnessAnswer.read(200, "text/plain", ANSWER.getBytes(UTF_8));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        WitnessAnswer.Cosigned.class,
                        cosigned -> assertThat(cosigned.lines())
                                .extracting(NoteSignature::name)
                                .containsExactly("witness.example/w1", "witness.example/w2"));
        assertThat(answer.body()).isEqualTo(ANSWER);
    }

    @Test
    void readsTheSizeThatAWitnessKnows() throws Exception {
        assertThat(WitnessAnswer.read(409, "text/x.tlog.size", "20852014\n".getBytes(UTF_8)))
                .isEqualTo(new WitnessAnswer.OtherSize(20_852_014));
        // Other servers answer 409, too.
        assertThat(WitnessAnswer.read(409, "text/plain", "20852014\n".getBytes(UTF_8)))
                .isEqualTo(new WitnessAnswer.Refused(409, "20852014"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1\n", "01\n", "5", "9223372036854775808\n"})
    void refusesWhatIsNoSize(String body) {
        assertThatThrownBy(() -> WitnessAnswer.read(409, "text/x.tlog.size", body.getBytes(UTF_8)))
                .isInstanceOf(FormatException.class);
    }

    @Test
    void showsOneLineOfARefusalAndNoControlCharacters() throws Exception {
        byte[] body = "no\u001b[31m\nmore\n".getBytes(UTF_8);
        assertThat(WitnessAnswer.read(422, "", body)).isEqualTo(new WitnessAnswer.Refused(422, "no?[31m"));
        assertThat(WitnessAnswer.read(500, "", new byte[0])).isEqualTo(new WitnessAnswer.Refused(500, ""));
    }

    @Test
    void refusesMoreThanAWitnessHasToSay() {
        assertThatThrownBy(() -> WitnessAnswer.read(200, "", new byte[WitnessAnswer.MOST_BYTES + 1]))
                .isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> WitnessAnswer.read(200, "", new byte[0])).isInstanceOf(FormatException.class);
        String line = ANSWER.lines().findFirst().orElseThrow() + "\n";
        assertThatThrownBy(() -> WitnessAnswer.read(200, "", line.repeat(65).getBytes(UTF_8)))
                .isInstanceOf(FormatException.class);
    }
}
