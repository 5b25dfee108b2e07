package io.freshet.reader.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.reader.testing.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real repositories, damaged in every way that a disk or a bucket knows. */
class RepositoryCheckTest {

    @TempDir
    Path directory;

    private Library library;

    @BeforeEach
    void publish() throws Exception {
        library = new Library(directory);
        library.write("db/mdbx.dat", Library.noise(1, 600 * 4096));
        library.write("tables/a.sst", Library.noise(2, 3_000_000));
        library.publish();
        library.write("tables/b.sst", Library.noise(3, 1_500_000));
        library.publish();
    }

    @AfterEach
    void close() {
        library.close();
    }

    private RepositoryCheck.Result check(long sequence, boolean readData) throws Exception {
        OpenRepository repository = library.open();
        RepositoryCheck check = new RepositoryCheck(repository, readData, new CheckProgress());
        check.release(Library.CHANNEL, Library.release(repository, sequence));
        return check.finish();
    }

    private static String path(Path pack) {
        String name = pack.getFileName().toString();
        return "packs/" + name.substring(0, 2) + "/" + name;
    }

    @Test
    void aWholeRepositoryHasNoFindings() throws Exception {
        assertThat(check(2, false).findings()).isEmpty();
        RepositoryCheck.Result whole = check(2, true);
        assertThat(whole.findings()).isEmpty();
        assertThat(whole.packs()).isGreaterThan(5);
        long read = library.store.calls(Verb.GET_RANGE).stream()
                .filter(call -> call.key().startsWith("packs/"))
                .mapToLong(RecordingStore.Call::bytes)
                .sum();
        assertThat(read).isGreaterThanOrEqualTo(whole.packBytes());
    }

    @Test
    void withoutReadingDataAPackCostsOneSmallRequest() throws Exception {
        RepositoryCheck.Result result = check(2, false);
        List<RecordingStore.Call> footers = library.store.calls(Verb.GET_RANGE).stream()
                .filter(call -> call.bytes() == 48)
                .toList();
        assertThat(footers).hasSize((int) result.packs());
        assertThat(library.store.writes()).isEmpty();
    }

    @Test
    void aMissingAndACutPackAreNamedWithTheReleasesThatNeedThem() throws Exception {
        List<Path> packs = library.packs();
        Path cut = packs.get(0);
        Path missing = packs.get(1);
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 100));
        Files.delete(missing);
        List<Finding> findings = check(2, false).findings();
        assertThat(findings).extracting(Finding::object).containsExactlyInAnyOrder(path(cut), path(missing));
        assertThat(findings)
                .extracting(Finding::releases)
                .allSatisfy(releases ->
                        assertThat(releases).isNotEmpty().allMatch(name -> name.startsWith("mainnet/archive@")));
    }

    @Test
    void somethingBehindAPackIsReadByNobody() throws Exception {
        Path longer = library.packs().getFirst();
        byte[] bytes = Files.readAllBytes(longer);
        Files.write(longer, Arrays.copyOf(bytes, bytes.length + 48));
        // Its bytes up to its size are right, and they are all that anybody reads.
        assertThat(check(2, false).findings()).isEmpty();
    }

    @Test
    void aFlippedBitIsFoundWhenDataAreRead() throws Exception {
        Path flipped = library.packs().getFirst();
        byte[] bytes = Files.readAllBytes(flipped);
        bytes[5000] ^= 4;
        Files.write(flipped, bytes);
        assertThat(check(2, false).findings()).isEmpty();
        List<Finding> findings = check(2, true).findings();
        assertThat(findings).extracting(Finding::object).containsExactly(path(flipped));
        assertThat(findings.getFirst().problem()).contains("hash to").contains("at byte");
    }

    @Test
    void aDamagedIndexDamagesItsReleaseAlone() throws Exception {
        OpenRepository repository = library.open();
        Path index = library.repository.resolve(io.freshet.core.pack.Pack.path(
                Library.release(repository, 2).location().place().pack()));
        Files.delete(index);
        List<Finding> findings = check(2, false).findings();
        assertThat(findings).extracting(Finding::object).containsExactly("the head of mainnet/archive@2");
        assertThat(check(1, false).findings()).isEmpty();
    }
}
