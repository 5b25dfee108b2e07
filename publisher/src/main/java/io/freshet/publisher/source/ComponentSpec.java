package io.freshet.publisher.source;

import io.freshet.core.index.EntryPath;
import java.util.List;

/**
 * A part of the source, as configured.
 *
 * @param name as the manifest calls it
 * @param root where it lies in the source; where one root lies in another, the deeper one owns what is below it
 * @param priority parts with lower numbers are fetched first
 * @param requires names of parts without which this one is of no use
 */
public record ComponentSpec(String name, EntryPath root, int priority, List<String> requires) {

    /** The whole source. */
    public static final ComponentSpec MAIN = new ComponentSpec("main", EntryPath.ROOT, 0, List.of());

    /** Copies the list. */
    public ComponentSpec {
        requires = List.copyOf(requires);
    }
}
