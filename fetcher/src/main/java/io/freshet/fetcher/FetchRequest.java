package io.freshet.fetcher;

import io.freshet.core.chunk.PathGlob;
import io.freshet.core.local.LocalFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What to fetch, and how.
 *
 * @param into the directory that versions are kept in
 * @param replace whether a directory that holds other things is accepted
 * @param components names of the components that are wanted, with those that they require; empty for all
 * @param seeds directories whose files may be reused
 * @param carry which files of the node, beside {@linkplain LocalFiles#builtIn() those that always do}, go along from the
 *     version in use where the snapshot has nothing: patterns of their paths, or of directories that they lie in
 * @param keep how many versions are kept, the new one counted
 * @param trustTimes whether files are not read again, where they can be cloned, whose inode and time of change are those that
 *     they had when they were verified
 * @param spansAtOnce how many ranges are under way at once, at some 20 MiB of memory each
 * @param threads how many threads copy and hash local data, at 4 MiB each
 */
public record FetchRequest(
        Path into,
        boolean replace,
        Set<String> components,
        List<Path> seeds,
        List<PathGlob> carry,
        int keep,
        boolean trustTimes,
        int spansAtOnce,
        int threads) {

    private static final int MOST_THREADS = 16;
    private static final int MOST_SPANS = 6;

    /** @throws IllegalArgumentException if a number is too small */
    public FetchRequest {
        components = Set.copyOf(components);
        seeds = List.copyOf(seeds);
        carry = List.copyOf(carry);
        if (keep < 1 || spansAtOnce < 1 || threads < 1) {
            throw new IllegalArgumentException("keep, spansAtOnce and threads are at least 1");
        }
    }

    /**
     * All components, no other seeds than the versions that are there, two versions kept. Buffers take 172 MiB at most, on
     * however many cores; {@linkplain io.freshet.fetcher.download.Chains chains} of delta frames whose bases do not lie
     * here take more.
     */
    public static FetchRequest into(Path directory) {
        int cores = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        return new FetchRequest(
                directory,
                false,
                Set.of(),
                List.of(),
                List.of(),
                2,
                false,
                Math.clamp(2L * cores, 4, MOST_SPANS),
                cores);
    }
}
