package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code freshet verify --offline} where channels are acted upon, and have rules. */
class OfflineRulesTest extends Attack {

    private Cli.Run verify() {
        return Cli.run(
                "verify",
                "--offline",
                victim.node.toString(),
                "--root",
                victim.keys.resolve("root.json").toString());
    }

    private void holds() {
        Cli.Run run = verify();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    /** The version in use keeps its number, and the channel names its manifest under another one. */
    @Test
    void whatWasHaltedAndResumedIsProven() throws Exception {
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "for an hour");
        victim.act("channel", "resume", Victim.CHANNEL);
        victim.fetches("one", mirror);

        holds();
    }
}
