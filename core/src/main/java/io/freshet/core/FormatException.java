package io.freshet.core;

import java.io.IOException;

/**
 * Bytes that are not what the format says. Says in which object, at which byte, and what was expected; whoever knows
 * the mirror or the file adds it by {@link #in(String)}.
 */
public final class FormatException extends IOException {

    private static final long serialVersionUID = 1;

    private final String what;
    private final String problem;

    /**
     * @param what the kind of object, as the format specification calls it ("content node", "pack table")
     * @param problem what is wrong with it, and where
     */
    public FormatException(String what, String problem) {
        super(what + ": " + problem);
        this.what = what;
        this.problem = problem;
    }

    private FormatException(String place, FormatException cause) {
        super(cause.what + " in " + place + ": " + cause.problem, cause);
        this.what = cause.what + " in " + place;
        this.problem = cause.problem;
    }

    /** The same, with the place that the object came from. */
    public FormatException in(String place) {
        return new FormatException(place, this);
    }

    /** The kind of object that was read. */
    public String what() {
        return what;
    }

    /** What is wrong with it. */
    public String problem() {
        return problem;
    }
}
