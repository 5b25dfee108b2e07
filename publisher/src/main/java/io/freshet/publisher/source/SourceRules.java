package io.freshet.publisher.source;

import io.freshet.core.chunk.PathGlob;
import io.freshet.core.index.EntryPath;
import io.freshet.core.local.LocalFiles;
import java.util.List;
import java.util.Set;

/**
 * What of a source is not published. Patterns are of paths in the source.
 *
 * @param localFiles stop a publication unless each is excluded or allowed
 * @param exclude what is left out; of a directory all that is below it
 * @param allow local files that may be published all the same
 */
public record SourceRules(LocalFiles localFiles, List<PathGlob> exclude, List<PathGlob> allow) {

    /** The built-in local files, no exceptions. */
    public static final SourceRules DEFAULTS = new SourceRules(LocalFiles.builtIn(), List.of(), List.of());

    private static final Set<String> LOCKS = Set.of("LOCK", "FLOCK", "mdbx.lck", "lock.mdb");
    private static final List<String> LOCK_ENDINGS = List.of(".lock", ".mdbx-lck", ".mdb-lock");

    /** Copies the lists. */
    public SourceRules {
        exclude = List.copyOf(exclude);
        allow = List.copyOf(allow);
    }

    boolean excludes(EntryPath path) {
        return exclude.stream().anyMatch(pattern -> pattern.matches(path.value()));
    }

    /** Whether this is a local file that stops a publication. */
    boolean stops(EntryPath path) {
        return localFiles.contains(path) && allow.stream().noneMatch(pattern -> pattern.matches(path.value()));
    }

    static boolean isLock(String name) {
        return LOCKS.contains(name) || LOCK_ENDINGS.stream().anyMatch(name::endsWith);
    }
}
