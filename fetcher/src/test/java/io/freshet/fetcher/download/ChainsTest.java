package io.freshet.fetcher.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.fetcher.seed.Seeds;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import io.freshet.fetcher.tree.ChunkSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chains whose chunks go somewhere else than into files of a tree. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChainsTest {

    private static final int PAGE = 4096;
    private static final byte[] OLD = TestTree.noise(1, 40 * PAGE);

    @TempDir
    Path temporary;

    /** Keeps chunks by where they belong. */
    private static final class Chunks implements ChunkSink {
        final Map<Long, Digest> ids = new ConcurrentHashMap<>();
        final AtomicInteger arrived = new AtomicInteger();

        @Override
        public void write(long offset, byte[] bytes, int from, int length) {
            for (int at = 0; at < length; at += PAGE) {
                ids.put(offset + at, Digest.of(bytes, from + at, PAGE));
            }
        }

        @Override
        public void arrived() {
            arrived.incrementAndGet();
        }
    }

    private static byte[] changed(byte[] before, int seed) {
        byte[] pages = before.clone();
        for (int at = 0; at < pages.length; at += PAGE) {
            System.arraycopy(TestTree.noise(1000 * seed + at, 8), 0, pages, at + 16 * seed, 8);
        }
        return pages;
    }

    /** Defers every chunk that lies in a delta frame. */
    private static LeafVisitor deferring(Chains chains, Chunks chunks) {
        return (_, content, _, places) -> {
            ChunkPlaces at = new ChunkPlaces(places.get());
            long offset = 0;
            for (Item item : content.items()) {
                if (item instanceof Item.Chunk chunk) {
                    at.next(chunk.size());
                    FrameMember place = new FrameMember(at.frame(), at.member());
                    if (place.isInDelta()) {
                        chains.defer(new Target(place, Optional.empty(), chunk.id(), chunks, offset));
                    }
                    offset += chunk.size();
                }
            }
        };
    }

    @Test
    void chunksAreMadeForWhoeverWantsThem() throws Exception {
        TestRepository repository = new TestRepository(8);
        byte[] first = changed(OLD, 1);
        byte[] second = changed(first, 2);
        repository.snapshot(new TestTree().file("pages/a", OLD));
        repository.snapshot(new TestTree().onlyDelta("pages/a", first, OLD));
        Snapshot snapshot = repository.snapshot(new TestTree().onlyDelta("pages/a", second, first));
        Chunks chunks = new Chunks();
        Progress progress = new Progress();
        Seeds none = new Seeds(List.of(), List.of(), new LocalIndex(temporary.resolve("index")), temporary);
        try (TestMirror mirror = new TestMirror(repository.objects());
                Mirrors mirrors = new Patience().mirrors(mirror)) {
            BlobSource blobs = new MirrorBlobs(mirrors);
            try (Chains chains = new Chains(snapshot.location(), blobs, none, temporary);
                    Downloads downloads = new Downloads(mirrors, chains, 2, 2, progress)) {
                new IndexWalk(blobs, ContentCache.NONE)
                        .walk(snapshot.location().components().getFirst(), deferring(chains, chunks));
                chains.finish(downloads);
            }
        }
        assertThat(chunks.arrived).hasValue(40);
        assertThat(progress.downloaded()).isEqualTo(second.length);
        for (long at = 0; at < second.length; at += PAGE) {
            Digest id = Digest.of(Arrays.copyOfRange(second, (int) at, (int) at + PAGE));
            assertThat(chunks.ids).containsEntry(at, id);
        }
        try (var left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
