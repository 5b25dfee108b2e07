package io.freshet.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a shell is told: the one place where exit codes are given out. {@code freshet --help} prints this table. */
public enum ExitCode {
    OK(0, "done"),
    DIFFERENT(1, "done, and what was compared or verified differs"),
    USAGE(2, "the command line or the configuration is wrong; nothing was done"),
    UNTRUSTED(3, "refused: a signature, a digest, a version or an expiry is not as it must be"),
    UNAVAILABLE(4, "no mirror or destination could serve; trying again later may help"),
    CONFLICT(5, "somebody else was faster, or the source changed while it was read"),
    LOCAL(6, "this machine is in the way: space, permissions, a foreign or dirty directory"),
    UNSUPPORTED(7, "the repository asks for features that this version does not have"),
    BEHIND(
            8,
            "done at the authority, but a follower, or the log, has not all of it; the next publication adds the rest"),
    HALTED(9, "the publisher has halted the channel; nothing was done"),
    INTERNAL(70, "a defect of Freshet; please report it"),
    INTERRUPTED(130, "stopped by Ctrl-C (by SIGTERM it is 143, by SIGHUP 129); the next run resumes");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that the process ends with, 0 to 255. */
    public int code() {
        return code;
    }

    /** All codes with their meanings, in order, as picocli's help wants them. */
    static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            table.put(Integer.toString(exit.code), exit.meaning);
        }
        return table;
    }
}
