package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    /** Of tlog-cosignature: its keys are not known to us. */
    private static final String EXAMPLE = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
        """;

    private static final String ROOT = "\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    @Test
    void theSpecificationsExampleIsRead() throws Exception {
        SignedCheckpoint signed = SignedCheckpoint.parse(EXAMPLE.getBytes(UTF_8));
        assertThat(signed.encode()).asString(UTF_8).isEqualTo(EXAMPLE);
        assertThat(signed.checkpoint().origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(signed.head().size()).isEqualTo(20_852_163);
        assertThat(signed.head().root())
                .hasToString("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
        assertThat(signed.note().signatures().get(1).keyId()).isEqualTo(0x8d66cf3f);
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        for (Checkpoint checkpoint : List.of(
                new Checkpoint("an origin with spaces", TreeHead.EMPTY),
                new Checkpoint("o", new TreeHead(Long.MAX_VALUE, LogHash.EMPTY), List.of("a", " ", "— b c")))) {
            assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "o",
                "o\n",
                "o\n1\n",
                "\n1" + ROOT,
                "o\n" + ROOT,
                "o\n01" + ROOT,
                "o\n-1" + ROOT,
                "o\n+1" + ROOT,
                "o\n1 " + ROOT,
                "o\n٣" + ROOT,
                "o\n9223372036854775808" + ROOT,
                "o\n99999999999999999999999" + ROOT,
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
                "o\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
                "o\n1" + ROOT + "\n",
                "o\n1" + ROOT + "\nextension\n",
                "o\n1" + ROOT + "no newline",
                "o\r\n1" + ROOT,
                "o\n1" + ROOT + "tab\t\n",
                // The tree of no entries has one root (tlog-witness, section add-checkpoint).
                "o\n0" + ROOT
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(FormatException.class);
    }

    @Test
    void errorsSayWhere() {
        assertThatThrownBy(() -> Checkpoint.parse("o\n01" + ROOT))
                .hasMessage("checkpoint: the tree size is \"01\", not a decimal number below 2^63 (line 2)");
        assertThatThrownBy(() -> Checkpoint.parse("o\n1\n"))
                .hasMessage("checkpoint: ends before the root hash, after line 2");
    }
}
