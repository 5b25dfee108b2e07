package io.freshet.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FileCutterTest {

    private static final byte[] SEED = {1, 2, 3};
    private static final Gear GEAR = new Gear(SEED);

    /** A part of a file: so many bytes, zeros or random. */
    record Part(int length, boolean zeros) {}

    @Property(tries = 300)
    void cutsAsTheSpecificationSaysWhateverTheWindows(
            @ForAll("files") List<Part> parts,
            @ForAll("specs") ChunkerSpec spec,
            @ForAll @IntRange(min = 2000, max = 300_000) int largest,
            @ForAll Random random)
            throws Exception {
        byte[] file = file(parts, random);
        List<Piece> expected = SpecCutter.cut(file, spec, SEED);
        assertThat(Windows.cut(file, spec, GEAR)).isEqualTo(expected);
        assertThat(Windows.cut(file, spec, GEAR, largest, random)).isEqualTo(expected);
    }

    /** Of an earlier file, zeros and other bytes are moved to and fro: runs begin, end and vanish everywhere. */
    @Property(tries = 500)
    void chunksTakenFromAnEarlierFileAreThoseThatWouldBeFound(
            @ForAll("files") List<Part> parts,
            @ForAll("specs") ChunkerSpec spec,
            @ForAll("changes") List<Change> changes,
            @ForAll @IntRange(min = 2000, max = 300_000) int largest,
            @ForAll Random random)
            throws Exception {
        byte[] old = file(parts, random);
        Earlier earlier = new Earlier(old, SpecCutter.cut(old, spec, SEED));
        byte[] now = old;
        for (Change change : changes) {
            now = change.apply(now, random);
        }
        assertThat(Windows.cut(now, earlier, spec, GEAR, largest, random)).isEqualTo(SpecCutter.cut(now, spec, SEED));
    }

    @Test
    void allChunksButTheLastAreTakenFromTheSameFile() throws Exception {
        ChunkerSpec spec = new ChunkerSpec.FastCdc(4096, 16384, 65536, 2);
        byte[] file = file(List.of(new Part(900_000, false)), new Random(5));
        List<Piece> pieces = SpecCutter.cut(file, spec, SEED);
        Earlier earlier = new Earlier(file, pieces);
        assertThat(Windows.cut(file, earlier, spec, GEAR, 200_000, new Random(6)))
                .isEqualTo(pieces);
        // One may be found by rolling where a window ends within it.
        assertThat(earlier.taken).isBetween(pieces.size() / 2, pieces.size() - 1);
    }

    @Test
    void aZeroRunThatBeginsInAChunkIsSeenThoughTheChunkIsKnown() throws Exception {
        ChunkerSpec spec = new ChunkerSpec.FastCdc(4096, 16384, 65536, 2);
        // Fourteen whole blocks of zeros are no run, and the chunk that begins before them ends among them, at its
        // greatest length.
        byte[] old = file(
                List.of(new Part(200_000, false), new Part(62_000, true), new Part(200_000, false)), new Random(8));
        byte[] now = old.clone();
        Arrays.fill(now, 262_000, 300_000, (byte) 0);
        Earlier earlier = new Earlier(old, SpecCutter.cut(old, spec, SEED));
        List<Piece> expected = SpecCutter.cut(now, spec, SEED);
        assertThat(expected).hasAtLeastOneElementOfType(Piece.Zeros.class);
        assertThat(Windows.cut(now, earlier, spec, GEAR, 500_000, new Random(9)))
                .isEqualTo(expected);
        assertThat(earlier.taken).isPositive();
    }

    /** Who cut the earlier file against the rules may hand its cuts on, but stops nobody. */
    @Test
    void aFileThatWasCutWronglyIsCutToItsEnd() {
        ChunkerSpec spec = new ChunkerSpec.FastCdc(4096, 16384, 262_144, 2);
        byte[] file =
                file(List.of(new Part(40_960, false), new Part(81_920, true), new Part(60_000, false)), new Random(4));
        Earlier wrong = new Earlier(
                file, List.of(new Piece.Chunk(20_000, 0), new Piece.Chunk(110_000, 0), new Piece.Chunk(52_880, 0)));
        for (int largest : new int[] {30_000, 100_000, 400_000}) {
            List<Piece> pieces = Windows.cut(file, wrong, spec, GEAR, largest, new Random(1));
            assertThat(pieces.stream().mapToLong(Piece::length).sum()).isEqualTo(file.length);
        }
    }

    @Property(tries = 200)
    void piecesAreTheFileAndKeepTheirBounds(
            @ForAll("files") List<Part> parts, @ForAll("specs") ChunkerSpec spec, @ForAll Random random) {
        byte[] file = file(parts, random);
        List<Piece> pieces = Windows.cut(file, spec, GEAR);
        long at = 0;
        Piece before = null;
        for (Piece piece : pieces) {
            boolean last = at + piece.length() == file.length;
            switch (piece) {
                case Piece.Zeros(long length) -> {
                    assertThat(at % 4096).isZero();
                    assertThat(length).isGreaterThanOrEqualTo(65536);
                    assertThat(length % 4096 == 0 || last).isTrue();
                    assertThat(before instanceof Piece.Zeros).isFalse();
                    for (int i = 0; i < length; i++) {
                        assertThat(file[(int) at + i]).isZero();
                    }
                }
                case Piece.Chunk(long length, int grain) -> {
                    assertThat(length).isBetween(1L, (long) spec.maxLength());
                    assertThat(grain == 0 || (grain == length && at % grain == 0))
                            .isTrue();
                }
            }
            at += piece.length();
            before = piece;
        }
        assertThat(at).isEqualTo(file.length);
    }

    @Property(tries = 50)
    void cutsMeetAgainBehindAnInsertion(@ForAll @IntRange(min = 1, max = 5000) int inserted, @ForAll Random random) {
        ChunkerSpec spec = new ChunkerSpec.FastCdc(1024, 4096, 16384, 2);
        byte[] old = new byte[400_000];
        random.nextBytes(old);
        int place = random.nextInt(100_000);
        byte[] changed = new byte[old.length + inserted];
        random.nextBytes(changed);
        System.arraycopy(old, 0, changed, 0, place);
        System.arraycopy(old, place, changed, place + inserted, old.length - place);
        Set<String> known = chunks(old, spec);
        Set<String> fresh = chunks(changed, spec);
        fresh.removeAll(known);
        assertThat(fresh.size()).isLessThan(known.size() / 3);
    }

    @Test
    void aHoleIsCutAsItsZerosWithoutBeingSeen() throws Exception {
        ChunkerSpec spec = new ChunkerSpec.FastCdc(1024, 4096, 16384, 2);
        byte[] file = new byte[3_000_000];
        Random random = new Random(7);
        random.nextBytes(file);
        Arrays.fill(file, 100_000, 2_500_000, (byte) 0);
        FileCutter cutter = new FileCutter(spec, GEAR);
        cutter.window(file, 0, 50 * 4096, false);
        FileCutter.Step step;
        do {
            step = cutter.next();
        } while (step == FileCutter.Step.CHUNK);
        assertThat(step).isEqualTo(FileCutter.Step.MORE);
        assertThat(cutter.inZeroRun()).isTrue();
        cutter.skipZeros(500 * 4096);
        cutter.window(file, 550 * 4096, file.length, true);
        assertThat(cutter.next()).isEqualTo(FileCutter.Step.ZEROS);
        assertThat(SpecCutter.cut(file, spec, SEED)).contains(new Piece.Zeros(cutter.zeros()));
        assertThat(cutter.offset()).isEqualTo(2_500_000 / 4096 * 4096);
    }

    @Test
    void aZeroRunMayBeTerabytesLong() {
        FileCutter cutter = new FileCutter(new ChunkerSpec.Fixed(4096), GEAR);
        cutter.window(new byte[65536], 0, 65536, false);
        assertThat(cutter.next()).isEqualTo(FileCutter.Step.MORE);
        cutter.skipZeros(1L << 44);
        cutter.window(new byte[100], 0, 100, true);
        assertThat(cutter.next()).isEqualTo(FileCutter.Step.ZEROS);
        assertThat(cutter.zeros()).isEqualTo((1L << 44) + 65536 + 100);
        assertThat(cutter.next()).isEqualTo(FileCutter.Step.END);
    }

    @Test
    void aChunkOfAFixedGrainIsNeverTaken() {
        FileCutter cutter = new FileCutter(new ChunkerSpec.Fixed(4096), GEAR);
        cutter.window(new byte[9000], 0, 9000, true);
        assertThat(cutter.mayTake(4096)).isFalse();
        assertThatThrownBy(() -> cutter.take(4096)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void misuseIsRefused() {
        FileCutter cutter = new FileCutter(new ChunkerSpec.Fixed(4096), GEAR);
        assertThatThrownBy(() -> cutter.skipZeros(4096)).isInstanceOf(IllegalStateException.class);
        cutter.window(new byte[100], 0, 100, false);
        assertThatThrownBy(() -> cutter.window(new byte[100], 1, 100, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    static Arbitrary<List<Part>> files() {
        Arbitrary<Integer> lengths =
                Arbitraries.oneOf(nearBlocks(40), Arbitraries.integers().between(0, 150_000));
        return Combinators.combine(lengths, Arbitraries.of(true, false))
                .as(Part::new)
                .list()
                .ofMaxSize(6);
    }

    /** Near the multiples of a block and of a run everything can go wrong by one. */
    private static Arbitrary<Integer> nearBlocks(int most) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, most),
                        Arbitraries.integers().between(-2, 2))
                .as((n, off) -> Math.max(0, n * 4096 + off));
    }

    /** What happens to a file between two nights, as far as it has those bytes. */
    record Change(int from, Part part, boolean insert) {

        byte[] apply(byte[] file, Random random) {
            int at = Math.min(from, file.length);
            byte[] bytes = file(List.of(part), random);
            int behind = insert ? at : Math.min(file.length, at + bytes.length);
            byte[] changed = new byte[at + bytes.length + file.length - behind];
            System.arraycopy(file, 0, changed, 0, at);
            System.arraycopy(bytes, 0, changed, at, bytes.length);
            System.arraycopy(file, behind, changed, at + bytes.length, file.length - behind);
            return changed;
        }
    }

    @Provide
    static Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        nearBlocks(60), files().filter(parts -> !parts.isEmpty()), Arbitraries.of(false, false, true))
                .as((at, parts, insert) -> new Change(at, parts.getFirst(), insert))
                .list()
                .ofMaxSize(3);
    }

    @Provide
    static Arbitrary<ChunkerSpec> specs() {
        return Arbitraries.of(
                new ChunkerSpec.Fixed(4096),
                new ChunkerSpec.Fixed(16384),
                new ChunkerSpec.Fixed(131072),
                new ChunkerSpec.FastCdc(1024, 2048, 4096, 0),
                new ChunkerSpec.FastCdc(1024, 4096, 65536, 3),
                new ChunkerSpec.FastCdc(4096, 16384, 65536, 2),
                new ChunkerSpec.FastCdc(32768, 65536, 131072, 1));
    }

    private static byte[] file(List<Part> parts, Random random) {
        byte[] file = new byte[parts.stream().mapToInt(Part::length).sum()];
        int at = 0;
        for (Part part : parts) {
            if (!part.zeros()) {
                byte[] bytes = new byte[part.length()];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, file, at, bytes.length);
            }
            at += part.length();
        }
        return file;
    }

    private static Set<String> chunks(byte[] file, ChunkerSpec spec) {
        Set<String> chunks = new HashSet<>();
        int at = 0;
        for (Piece piece : Windows.cut(file, spec, GEAR)) {
            int length = (int) piece.length();
            chunks.add(Digest.of(file, at, length).toString());
            at += length;
        }
        return chunks;
    }
}
