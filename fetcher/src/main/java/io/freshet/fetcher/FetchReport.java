package io.freshet.fetcher;

import io.freshet.core.index.EntryPath;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.version.VersionId;
import java.nio.file.Path;
import java.util.List;

/**
 * What a fetch did.
 *
 * @param version the version that is in use now
 * @param directory its tree of files
 * @param unchanged whether it was in use before
 * @param bytes of files in the snapshot
 * @param downloaded bytes of files that came from mirrors
 * @param reused bytes of files that lay here
 * @param damaged bytes that lay here and were not what they had been
 * @param carried local files that were carried along
 * @param left files that the node had made in the version before, and that are no local files: they stayed there. The
 *     first of them, if there are very many
 * @param mirrors what each mirror did since it was first asked
 */
public record FetchReport(
        VersionId version,
        Path directory,
        boolean unchanged,
        long bytes,
        long downloaded,
        long reused,
        long damaged,
        List<EntryPath> carried,
        List<EntryPath> left,
        List<MirrorReport> mirrors) {
    /** Copies the lists. */
    public FetchReport {
        carried = List.copyOf(carried);
        left = List.copyOf(left);
        mirrors = List.copyOf(mirrors);
    }
}
