package io.freshet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.providers.testkit.S3ProxyServer;
import io.freshet.providers.testkit.S3Server;
import io.freshet.reader.diff.ChunkUse;
import io.freshet.reader.diff.Comparison;
import io.freshet.reader.diff.Totals;
import io.freshet.reader.tar.TarExport;
import io.freshet.reader.tar.TarReport;
import io.freshet.reader.testing.Library;
import io.freshet.reader.tree.PackedNodes;
import io.freshet.reader.tree.SnapshotTree;
import io.freshet.reader.verify.CheckProgress;
import io.freshet.reader.verify.RepositoryCheck;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository in a bucket, behind real signatures: what is read over HTTP elsewhere is read through a store here. */
class BucketTest {

    @TempDir
    Path directory;

    @Test
    void aBucketIsReadAsAMirrorIs() throws Exception {
        Path buckets = Files.createDirectories(directory.resolve("buckets"));
        try (S3ProxyServer server = S3ProxyServer.start(buckets)) {
            server.createBucket("acme");
            String url = S3Server.url(server.endpoint(), "acme", "base");
            try (Library library = new Library(directory, url, server.environment())) {
                library.write("db/mdbx.dat", Library.noise(1, 300 * 4096));
                library.publish();
                library.write("db/other", Library.noise(2, 200_000));
                library.publish();
                readAll(library);
            }
        }
    }

    private static void readAll(Library library) throws Exception {
        OpenRepository repository = library.open();
        Totals totals = Comparison.run(
                tree(repository, 1),
                tree(repository, 2),
                ChunkUse.IGNORED,
                change -> assertThat(change.path().value()).isEqualTo("db/other"));
        assertThat(totals.addedBytes()).isEqualTo(200_000);
        RepositoryCheck check = new RepositoryCheck(repository, true, new CheckProgress());
        check.release(Library.CHANNEL, Library.release(repository, 2));
        assertThat(check.finish().findings()).isEmpty();
        Snapshot snapshot = Library.snapshot(repository, 2);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TarReport report = new TarExport(snapshot, repository.ranges(), library.temporary, new Progress())
                .write(snapshot.manifest().components(), archive);
        assertThat(report.archiveBytes()).isEqualTo(archive.size()).isGreaterThan(1_400_000);
        assertThat(library.store.writes()).isEmpty();
    }

    private static SnapshotTree tree(OpenRepository repository, long sequence) throws Exception {
        return SnapshotTree.of(
                Library.snapshot(repository, sequence), new MirrorBlobs(repository.ranges()), PackedNodes.Places.NONE);
    }
}
