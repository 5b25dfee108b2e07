package io.freshet.publisher.cut;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EarlierChunksTest {

    private static final EntryPath PATH = new EntryPath("table");
    private static final ChunkerSpec SPEC = new ChunkerSpec.FastCdc(4 << 10, 16 << 10, 64 << 10, 2);
    private static final Profile PROFILE =
            new Profile(Profile.SHA256, "", 128, List.of(new Profile.Rule(new PathGlob("**"), SPEC)));

    private final byte[] file = new byte[1_000_000];
    private final List<Integer> lengths = new ArrayList<>();

    EarlierChunksTest() throws IOException {
        new SplittableRandom(1).nextBytes(file);
        cut(new EarlierChunks(Optional::empty), lengths);
    }

    @Test
    void everyChunkOfAnUnchangedFileIsTaken() throws IOException {
        assertThat(cut(new EarlierChunks(() -> Optional.of(new Parent())), new ArrayList<>()))
                .isEqualTo(lengths.size() - 1);
    }

    @Test
    void aChangedChunkIsCutAnewAndThoseBehindItAreTaken() throws IOException {
        Parent parent = new Parent();
        file[500_000]++;
        List<Integer> now = new ArrayList<>();
        assertThat(cut(new EarlierChunks(() -> Optional.of(parent)), now))
                .isBetween(lengths.size() - 10, lengths.size() - 2);
        List<Integer> alone = new ArrayList<>();
        assertThat(cut(new EarlierChunks(Optional::empty), alone)).isZero();
        assertThat(now).isEqualTo(alone);
    }

    @Test
    void theParentMayBecomeKnownWhileAFileIsCut() throws IOException {
        Parent parent = new Parent();
        int[] asked = {0};
        EarlierChunks late = new EarlierChunks(() -> asked[0]++ < 10 ? Optional.empty() : Optional.of(parent));
        assertThat(cut(late, new ArrayList<>())).isEqualTo(lengths.size() - 1 - 10);
    }

    /** Cuts the file; gives how many chunks were taken. */
    private int cut(EarlierChunks earlier, List<Integer> found) throws IOException {
        FileCutter cutter = new FileCutter(SPEC, PROFILE.gear());
        cutter.window(file, 0, file.length, true);
        int taken = 0;
        while (true) {
            Optional<Digest> id = earlier.take(cutter, file, "main", PATH);
            if (id.isPresent()) {
                assertThat(id.get()).isEqualTo(Digest.of(file, cutter.at(), cutter.length()));
                taken++;
            } else if (cutter.next() == FileCutter.Step.END) {
                return taken;
            }
            found.add(cutter.length());
        }
    }

    /** The chunks of the file as it is now. */
    private final class Parent implements EarlierCuts {

        private final Map<Long, Integer> cuts = new HashMap<>();
        private final Map<Long, Digest> ids = new HashMap<>();
        private long last;

        Parent() {
            long offset = 0;
            for (int length : lengths.subList(0, lengths.size() - 1)) {
                cuts.put(offset, length);
                ids.put(offset, Digest.of(file, (int) offset, length));
                offset += length;
            }
        }

        @Override
        public int lengthAt(String component, EntryPath path, long offset) {
            last = offset;
            return cuts.getOrDefault(offset, 0);
        }

        @Override
        public boolean hasId(Digest id) {
            return id.equals(ids.get(last));
        }
    }
}
