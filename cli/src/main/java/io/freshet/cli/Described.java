package io.freshet.cli;

import java.io.IOException;
import java.util.Optional;

/** What is said where the descriptor could not be brought up to date: nothing depends on it. */
final class Described {

    private Described() {}

    static void say(Optional<IOException> failure, Console console) {
        failure.ifPresent(why -> console.say("freshet: repo.freshet could not be given the channel: " + why.getMessage()
                + "\n"
                + "The next publication to it tries again; until then whoever pastes its URL has to"
                + " name --channel."));
    }
}
