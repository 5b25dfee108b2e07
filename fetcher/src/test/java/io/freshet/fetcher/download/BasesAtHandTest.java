package io.freshet.fetcher.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.FrameRow;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.seed.SeedDirectory;
import io.freshet.fetcher.seed.Seeds;
import io.freshet.fetcher.testing.TestTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bases that lie here, as far as is known, and turn out not to be what they had been. */
class BasesAtHandTest {

    private static final int PAGE = 4096;
    private static final byte[] FIRST = TestTree.noise(1, PAGE);
    private static final byte[] SECOND = TestTree.noise(2, PAGE);
    private static final Digest PACK = Digest.of(new byte[] {1});

    @TempDir
    Path directory;

    private Seeds seeds(Path of) throws Exception {
        Files.createDirectories(of);
        Files.write(of.resolve("first"), FIRST);
        Files.write(of.resolve("second"), SECOND);
        Profile.Rule pages = new Profile.Rule(new PathGlob("**"), new ChunkerSpec.Fixed(PAGE));
        Profile profile = new Profile(Profile.SHA256, "", 0, List.of(pages));
        return new Seeds(
                List.of(),
                List.of(new SeedDirectory(of, profile)),
                new LocalIndex(directory.resolve("index")),
                directory);
    }

    /** Any frame's head may name bases that lie here and are wrong: what is noted of them is bounded, and stays correct. */
    @Test
    void whereMoreAreLostThanAreNotedNothingIsBelievedToLieHere() throws Exception {
        Bases bases = new Bases();
        long[] words = {Digest.of(FIRST).word(0), Digest.of(SECOND).word(0)};
        BasesNode.Bases delta = new BasesNode.Bases(PACK, 5000, new int[2], new int[] {0, 1}, words);
        FrameRow frame = FrameRow.plain(PACK, 16, 900, new int[] {PAGE, PAGE});
        bases.add(new BasesNode(List.of(frame), List.of(delta)), 1);
        try (Seeds seeds = seeds(directory.resolve("seed"));
                BasesAtHand atHand = new BasesAtHand(bases, seeds, directory)) {
            assertThat(atHand.has(0)).isTrue();
            atHand.lose(words[0]);
            atHand.lose(words[0]);
            assertThat(atHand.lost()).isEqualTo(1);
            assertThat(atHand.has(0)).isFalse();
            for (long word = 1; word < BasesAtHand.MOST_LOST; word++) {
                atHand.lose(word);
            }
            atHand.lose(1);
            assertThat(atHand.lost()).isEqualTo(BasesAtHand.MOST_LOST);
            assertThat(atHand.has(1)).isTrue();
            for (long more = 0; more < 10; more++) {
                atHand.lose(-more);
                assertThat(atHand.lost()).isEqualTo(BasesAtHand.MOST_LOST + 1);
            }
            assertThat(atHand.has(1)).isFalse();
            BitSet both = new BitSet();
            both.set(0, 2);
            atHand.want(both);
            atHand.keep(1, SECOND, 0);
            assertThat(atHand.has(1)).isTrue();
            assertThat(atHand.has(0)).isFalse();
        }
    }
}
