package io.freshet.cli;

import io.freshet.cli.screen.Screen;

/** What a person who presses Ctrl-C is told, while this is open. The process ends with 130 then, or 143 after a TERM. */
final class Stopped implements AutoCloseable {

    private final Thread hook;

    private Stopped(Thread hook) {
        this.hook = hook;
    }

    /** Says {@code line} in the place of what {@code screen} shows. */
    static Stopped says(Console console, Screen screen, String line) {
        Thread hook = Thread.ofPlatform().unstarted(() -> {
            screen.close();
            console.say(line);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new Stopped(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is being said just now.
        }
    }
}
