package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a channel's rules refuse leaves nothing behind in the public log, and no witness is asked about it. */
class RefusedActsTest extends Attack {

    @Test
    void aPromotionThatTooFewHaveApprovedIsNotLogged() throws Exception {
        victim.hold();
        victim.release(Victim.OTHER, "two", "--height", "200");
        Path alice = victim.approval("alice", Victim.OTHER, Victim.CHANNEL);
        refused("promote", Victim.OTHER, Victim.CHANNEL, "--approval", alice.toString());
    }

    @Test
    void aHaltByNobodyOnCallIsNotLogged() throws Exception {
        victim.hold();
        refused("channel", "halt", Victim.CHANNEL, "--reason", "x");
    }

    @Test
    void aReturnByNobodyOnCallIsNotLogged() throws Exception {
        victim.hold();
        refused("channel", "rollback", Victim.CHANNEL, "--release", "1", "--reason", "x");
    }

    private void refused(String... act) throws Exception {
        List<String> before = objects();
        byte[] checkpoint = Files.readAllBytes(victim.repository.resolve("log/checkpoint"));
        List<String> arguments = new ArrayList<>(List.of(act));
        arguments.addAll(List.of("--to", "file:" + victim.repository, "--keys", victim.keys.toString()));
        Cli.Run run = Cli.run(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("do not allow it", "Nothing was released");
        assertThat(objects()).isEqualTo(before);
        assertThat(victim.repository.resolve("log/checkpoint")).hasBinaryContent(checkpoint);
    }

    private List<String> objects() throws IOException {
        try (var files = Files.walk(victim.repository)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> victim.repository.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
