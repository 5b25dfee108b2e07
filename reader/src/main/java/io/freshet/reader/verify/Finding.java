package io.freshet.reader.verify;

import java.util.List;

/**
 * Something that is not as it was signed.
 *
 * @param object path in the repository, or what it is called where it has none
 * @param problem what is wrong with it
 * @param releases what can't be restored for that, like {@code mainnet/archive@41}
 */
public record Finding(String object, String problem, List<String> releases) {
    /** Copies the list. */
    public Finding {
        releases = List.copyOf(releases);
    }
}
