package io.freshet.cli.witness;

import io.freshet.cli.Console;
import io.freshet.cli.Texts;
import io.freshet.core.log.TreeHead;
import io.freshet.witness.WitnessEvents;
import java.time.InstantSource;
import java.util.Optional;

/** A line on standard error for each request about a log that is known; what is wrong is said also with {@code --quiet}. */
final class WitnessLines implements WitnessEvents {

    private final Console console;
    private final InstantSource clock;

    WitnessLines(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public void answered(String origin, int status, String what) {
        console.announce(now() + "  " + origin + "  " + status + "  " + what);
    }

    @Override
    public void conflict(String origin, TreeHead cosigned, TreeHead offered, Optional<String> kept) {
        console.say(now() + "  " + origin + "  two histories: cosigned " + cosigned + ", offered " + offered
                + ". Its key signs both: it can't be trusted"
                + kept.map(file -> "; the proof is " + file + " beside conflict-with")
                        .orElse(""));
    }

    @Override
    public void failed(String origin, Exception why) {
        console.say(now() + "  " + origin + "  not cosigned: " + why.getMessage());
    }

    private String now() {
        return Texts.time(clock.instant());
    }
}
