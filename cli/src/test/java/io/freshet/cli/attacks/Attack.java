package io.freshet.cli.attacks;

import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that has fetched the first release from a mirror, which may be made to lie from then on. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class Attack {

    @TempDir
    Path directory;

    Victim victim;
    Forger forger;
    HttpMirror mirror;

    @BeforeEach
    void fetchTheFirst() throws Exception {
        victim = new Victim(directory);
        forger = new Forger(victim.repository, victim.keys);
        mirror = new HttpMirror(victim.repository);
        victim.fetches("one", mirror);
    }

    /** A fetch with these options, too. */
    Cli.Run fetch(String... more) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--channel", Victim.CHANNEL, "--quiet"));
        arguments.addAll(List.of("--into", victim.node.toString(), "--from", mirror.url()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        mirror.close();
    }
}
