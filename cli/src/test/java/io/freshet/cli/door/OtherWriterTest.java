package io.freshet.cli.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import io.freshet.cli.testing.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @TempDir
    Path directory;

    private Python python;

    @BeforeEach
    void findPython() throws Exception {
        python = Python.orSkip();
    }

    /** The repository as it was after so many nights; the same seed makes the same bytes. */
    private Path made(int nights) throws Exception {
        Path made = directory.resolve("made-" + nights);
        Python.Run run = python.run(List.of(
                "examples/restore/make_repository.py",
                made.toString(),
                "--seed",
                "7",
                "--nights",
                Integer.toString(nights)));
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

    @Test
    void nightsAreFetchedFromNothingAndFromAnEarlierOne() throws Exception {
        Path followed = directory.resolve("followed");
        for (int night : NIGHTS) {
            Path made = made(night);
            JsonNode expected =
                    new ObjectMapper().readTree(made.resolve("expected.json").toFile());
            Listing source = Listing.of(made.resolve("source-" + night));

            Path fresh = directory.resolve("fresh-" + night);
            JsonNode whole = fetch(made, fresh);
            JsonNode update = fetch(made, followed);

            JsonNode release = expected.get("releases").get(night - 1);
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
