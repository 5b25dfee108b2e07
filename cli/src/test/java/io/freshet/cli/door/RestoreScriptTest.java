package io.freshet.cli.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The exit door's own tests, in the language that they are written in. */
class RestoreScriptTest {
    @Test
    void restorePassesItsTests() throws Exception {
        Python.Run run = Python.orSkip().run(List.of("-m", "unittest", "discover", "-s", "examples/restore"));
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).containsPattern("Ran \\d\\d+ tests").contains("OK");
    }
}
