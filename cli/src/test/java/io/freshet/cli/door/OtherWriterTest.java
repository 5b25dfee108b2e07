package io.freshet.cli.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import io.freshet.cli.testing.Listing;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code make_repository.py} publishes, which was written from the specification and not from this code, is fetched:
 * several packs and levels, two components, frames of several chunks, deltas on deltas, a rotated root.
 */
class OtherWriterTest {

    /** The second is passed by: what the third builds on it, a node that has the first alone must fetch. */
    private static final List<Integer> NIGHTS = List.of(1, 3);

    private static final String ONLY_DELTAS = "--only-deltas";

    @TempDir
    Path directory;

    private Python python;

    @BeforeEach
    void findPython() throws Exception {
        python = Python.orSkip();
    }

    /** The repository as it was after so many nights; the same seed makes the same bytes. */
    private Path made(int nights, String... options) throws Exception {
        Path made = directory.resolve("made-" + nights);
        List<String> command = new ArrayList<>(List.of(
                "examples/restore/make_repository.py",
                made.toString(),
                "--seed",
                "7",
                "--nights",
                Integer.toString(nights)));
        command.addAll(List.of(options));
        Python.Run run = python.run(command);
        assertThat(run.code()).as(run.output()).isZero();
        return made;
    }

    private static JsonNode fetch(Path made, Path home) throws IOException {
        try (FileMirror mirror = new FileMirror(made.resolve("repository"))) {
            return Cli.report(fetching(made, home, mirror));
        }
    }

    private static String[] fetching(Path made, Path home, FileMirror mirror) {
        return new String[] {
            "fetch",
            "--from",
            mirror.url(),
            "--root",
            made.resolve("root.json").toString(),
            "--channel",
            "mainnet/archive",
            "--into",
            home.toString(),
            "--quiet"
        };
    }

    private static JsonNode expected(Path made, int night) throws IOException {
        return new ObjectMapper()
                .readTree(made.resolve("expected.json").toFile())
                .get("releases")
                .get(night - 1);
    }

    @Test
    void nightsAreFetchedFromNothingAndFromAnEarlierOne() throws Exception {
        Path followed = directory.resolve("followed");
        for (int night : NIGHTS) {
            Path made = made(night);
            Listing source = Listing.of(made.resolve("source-" + night));

            Path fresh = directory.resolve("fresh-" + night);
            JsonNode whole = fetch(made, fresh);
            JsonNode update = fetch(made, followed);

            JsonNode release = expected(made, night);
            for (JsonNode report : List.of(whole, update)) {
                assertThat(report.get("sequence").intValue()).isEqualTo(night);
                assertThat(report.get("manifest")).isEqualTo(release.get("manifest"));
            }
            source.assertIsAt(fresh.resolve("current").toRealPath());
            source.assertIsAt(followed.resolve("current").toRealPath());
            if (night > 1) {
                assertThat(release.get("deltaFrames").intValue()).isPositive();
                assertThat(update.get("downloaded").longValue())
                        .isLessThan(whole.get("downloaded").longValue() / 2);
            }
        }
    }

    /** Deltas whose bases are deltas: who has nothing makes these first, who has the first night finds most bases in it. */
    @Test
    void pagesThatLieInDeltaFramesAloneAreFetched() throws Exception {
        Path followed = directory.resolve("followed");
        for (int night : NIGHTS) {
            Path made = made(night, ONLY_DELTAS);
            Listing source = Listing.of(made.resolve("source-" + night));
            Path fresh = directory.resolve("fresh-" + night);
            JsonNode whole = fetch(made, fresh);
            JsonNode update = fetch(made, followed);
            source.assertIsAt(fresh.resolve("current").toRealPath());
            source.assertIsAt(followed.resolve("current").toRealPath());
            if (night > 1) {
                JsonNode release = expected(made, night);
                assertThat(release.at("/basesNodes/main").toString()).isEqualTo("[1,1,2]");
                // Had the fetch another way to them, the trees would prove nothing.
                assertThat(release.get("onlyDeltas").intValue()).isGreaterThan(60);
                assertThat(update.get("downloaded").longValue())
                        .isLessThan(whole.get("downloaded").longValue() / 2);
            }
        }
    }

    @Test
    void verifyReadsBasesNodesAndNamesOneThatIsDamaged() throws Exception {
        Path made = made(3, ONLY_DELTAS);
        assertThat(expected(made, 3).get("onlyDeltas").intValue()).isGreaterThan(60);
        assertThat(verify(made, "--read-data").at("/repositories/0/damaged")).isEmpty();
        damageBasesNodes(made);
        JsonNode damaged = verify(made).at("/repositories/0/damaged");
        // What else lies in their packs is not asked for any more at this mirror, and is named behind them.
        assertThat(damaged)
                .extracting(each -> each.get("object").textValue())
                .startsWith(
                        "a bases node of depth 1 of component \"main\" of mainnet/archive@3",
                        "a bases node of depth 1 of component \"main\" of mainnet/archive@3",
                        "a bases node of depth 2 of component \"main\" of mainnet/archive@3");
    }

    private static JsonNode verify(Path made, String... options) throws IOException {
        try (FileMirror mirror = new FileMirror(made.resolve("repository"))) {
            List<String> command = new ArrayList<>(List.of(
                    "verify", mirror.url(), "--root", made.resolve("root.json").toString(), "--json"));
            command.addAll(List.of(options));
            return new ObjectMapper()
                    .readTree(Cli.run(command.toArray(String[]::new)).out());
        }
    }

    /** Changes a byte of every bases node. */
    private static void damageBasesNodes(Path made) throws IOException {
        try (Stream<Path> all = Files.walk(made.resolve("repository/packs"))) {
            for (Path pack : all.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(pack);
                for (PackRow row : PackTable.inTail(bytes, bytes.length).rows()) {
                    if (row instanceof PackRow.IndexBlob blob && blob.kind() == BlobKind.BASES_NODE) {
                        bytes[(int) blob.offset() + blob.stored() / 2] ^= 1;
                    }
                }
                Files.write(pack, bytes);
            }
        }
    }

    @Test
    void aFlippedByteInAnyPackIsRefused() throws Exception {
        Path made = made(1);
        List<Path> packs;
        try (Stream<Path> all = Files.walk(made.resolve("repository/packs"))) {
            packs = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(packs).hasSizeGreaterThan(2);
        for (Path pack : packs) {
            byte[] right = Files.readAllBytes(pack);
            byte[] wrong = right.clone();
            wrong[20] ^= 1;
            Files.write(pack, wrong);
            Path home = directory.resolve("home-" + pack.getFileName());
            try (FileMirror mirror = new FileMirror(made.resolve("repository"))) {
                Cli.Run run = Cli.run(fetching(made, home, mirror));
                assertThat(run.code()).as(run.err()).isNotEqualTo(ExitCode.OK.code());
                assertThat(run.err()).contains(pack.getFileName().toString().substring(0, 12));
                assertThat(home.resolve("current")).doesNotExist();
            }
            Files.write(pack, right);
        }
    }
}
