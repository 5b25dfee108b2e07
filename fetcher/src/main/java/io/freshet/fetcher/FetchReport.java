package io.freshet.fetcher;

import io.freshet.core.index.EntryPath;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.version.NodeFiles;
import io.freshet.fetcher.version.VersionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a fetch did.
 *
 * @param version the version that is in use now
 * @param directory its tree of files
 * @param unchanged whether it was in use before
 * @param bytes of files in the components that were wanted
 * @param downloaded bytes of files that came from mirrors
 * @param reused bytes of files that lay here
 * @param unread bytes of these that were not read, as the times of their files were trusted
 * @param damaged bytes that lay here and were not what they had been
 * @param carried files of the node that were carried along
 * @param left files that the node had made in the version before, and that were not carried along: they stayed there. The
 *     first {@value NodeFiles#MOST}, if there are more
 * @param leftIn the tree of the version before, where {@code left} are
 * @param mirrors what each mirror did since it was first asked
 */
public record FetchReport(
        VersionId version,
        Path directory,
        boolean unchanged,
        long bytes,
        long downloaded,
        long reused,
        long unread,
        long damaged,
        List<EntryPath> carried,
        List<EntryPath> left,
        Optional<Path> leftIn,
        List<MirrorReport> mirrors) {
    /** Copies the lists. */
    public FetchReport {
        carried = List.copyOf(carried);
        left = List.copyOf(left);
        mirrors = List.copyOf(mirrors);
    }
}
