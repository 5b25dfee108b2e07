package io.freshet.cli.screen;

import java.util.List;

/**
 * How far something has come.
 *
 * @param what it is, in a word or two
 * @param done bytes that are done
 * @param total bytes that there are; 0 while that is not known
 * @param note what else is worth a few words; may be empty
 * @param details a line each; shown on a terminal only
 */
public record Status(String what, long done, long total, String note, List<String> details) {
    /** Copies the list. */
    public Status {
        details = List.copyOf(details);
    }
}
