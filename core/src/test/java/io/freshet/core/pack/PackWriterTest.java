package io.freshet.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackWriterTest {

    @Property(tries = 100)
    void whatWasWrittenIsRead(@ForAll @IntRange(min = 0, max = 40) int blobs, @ForAll Random random) throws Exception {
        PackWriter writer = new PackWriter(64 << 20);
        List<byte[]> stored = new ArrayList<>();
        for (int i = 0; i < blobs; i++) {
            byte[] blob = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 300_000 : 3000)];
            random.nextBytes(blob);
            stored.add(blob);
            Packs.add(writer, row(writer.length(), blob.length, random), blob, 0);
        }
        Pack pack = writer.finish();
        byte[] bytes = Packs.bytes(pack);
        assertThat(pack.length()).isEqualTo(bytes.length);
        assertThat(pack.name()).isEqualTo(Digest.of(bytes));
        PackHeader.check(bytes);
        assertThat(PackTable.inTail(bytes, bytes.length)).isEqualTo(pack.table());
        for (int i = 0; i < blobs; i++) {
            PackRow row = pack.table().rows().get(i);
            assertThat(Digest.of(bytes, (int) row.offset(), row.stored())).isEqualTo(Digest.of(stored.get(i)));
        }
    }

    @Property(tries = 50)
    void staysWithinItsTargetWhereTheBlobFits(@ForAll Random random) {
        int target = 1000 + random.nextInt(200_000);
        PackWriter writer = new PackWriter(target);
        while (true) {
            PackRow row = row(writer.length(), 1 + random.nextInt(10_000), random);
            int digests = switch (row) {
                case PackRow.DataFrame f -> f.members().size();
                case PackRow.IndexBlob b -> 1 + b.bases().size();
            };
            boolean first = writer.isEmpty();
            if (!writer.fits(row.stored(), digests)) {
                break;
            }
            Packs.add(writer, row, new byte[row.stored()], 0);
            if (first && !writer.fits(1, 0)) {
                return;
            }
        }
        assertThat(writer.finish().length()).isLessThanOrEqualTo(target);
    }

    @Test
    void anEmptyPackTakesAnyBlob() {
        assertThat(new PackWriter(1).fits(1 << 20, 1)).isTrue();
    }

    @Test
    void rowsBeyondTheLimitsAreRefused() {
        PackWriter writer = new PackWriter(1000);
        List<Member> two = List.of(new Member(200_000, Digest.ZERO), new Member(100_000, Digest.ZERO));
        assertThatThrownBy(() -> writer.addFrame(new byte[10], 0, 10, two)).hasMessageContaining("300000");
        assertThatThrownBy(() -> writer.addFrame(new byte[10], 0, 10, List.of()))
                .hasMessageContaining("members");
        assertThat(writer.isEmpty()).isTrue();
    }

    @Test
    void aPackIsNamedByItsDigest() {
        assertThat(Pack.path(Digest.ZERO)).isEqualTo("packs/00/" + "00".repeat(32) + ".bin");
    }

    @Test
    void reservedBytesOfTheHeaderAreZeros() {
        byte[] header = new byte[PackHeader.LENGTH];
        System.arraycopy(new byte[] {'F', 'R', 'P', 'K', 1}, 0, header, 0, 5);
        header[15] = 1;
        assertThatThrownBy(() -> PackHeader.check(header)).hasMessageContaining("reserved");
    }

    private static PackRow row(long offset, int stored, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new PackRow.DataFrame(offset, stored, Codec.ZSTD, members(stored, random, 6000));
            case 1 -> new PackRow.DataFrame(offset, stored, Codec.DELTA, members(stored, random, 25_000));
            default -> {
                Codec codec = any(List.of(Codec.values()), random);
                BlobKind kind = codec == Codec.DELTA ? BlobKind.CONTENT_NODE : any(List.of(BlobKind.values()), random);
                yield new PackRow.IndexBlob(
                        offset,
                        stored,
                        codec,
                        kind,
                        stored,
                        digest(random),
                        codec == Codec.DELTA ? List.of(digest(random), digest(random)) : List.of());
            }
        };
    }

    /** Up to forty, none longer than {@code longest}, together long enough for the stored length; or a single one. */
    private static List<Member> members(int stored, Random random, int longest) {
        List<Member> members = new ArrayList<>();
        int count = stored > 65536 ? 1 : 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            members.add(new Member(Math.max(stored > 65536 ? stored : 1, random.nextInt(longest)), digest(random)));
        }
        return members;
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static Digest digest(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Digest.at(bytes, 0);
    }
}
