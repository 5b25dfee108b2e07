package io.freshet.cli.nights;

import static io.freshet.cli.nights.PageNights.CHANGED;
import static io.freshet.cli.nights.PageNights.PAGE;
import static io.freshet.cli.nights.PageNights.PAGES;
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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a page file whose new pages are stored as deltas only, from one command line to the next. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class DeltaNightsTest {

    private static final String CHANNEL = "mainnet/archive";

    @TempDir
    Path directory;

    private final byte[] pages = new byte[PAGES * PAGE];
    private FileMirror mirror;

    @BeforeEach
    void init() throws Exception {
        new SplittableRandom(1).nextBytes(pages);
        Path repository = Files.createDirectories(directory.resolve("repository"));
        Cli.report("init", "--to", "file:" + repository, "--keys", keys(), "--channel", CHANNEL);
        mirror = new FileMirror(repository);
        write(0);
        assertThat(publish(0, "--json").at("/deltaDepth").intValue()).isZero();
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    /** Changes a record in each of some pages, and writes all to a directory of this night's. */
    private void change(int night) throws IOException {
        PageNights.change(pages, night);
        write(night);
    }

    private void write(int night) throws IOException {
        Files.write(Files.createDirectories(source(night)).resolve("mdbx.dat"), pages);
    }

    private Path source(int night) {
        return directory.resolve("night-" + night);
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    private String root() {
        return directory.resolve("keys/root.json").toString();
    }

    private JsonNode publish(int night, String... options) throws IOException {
        return new ObjectMapper().readTree(publishing(night, options));
    }

    private String publishing(int night, String... options) {
        List<String> command = new ArrayList<>(List.of("publish", source(night).toString()));
        command.addAll(List.of("--to", "file:" + directory.resolve("repository"), "--keys", keys()));
        command.addAll(List.of("--channel", CHANNEL, "--quiet"));
        command.addAll(List.of("--state", directory.resolve("state").toString()));
        if (night > 0) {
            command.addAll(List.of("--base", source(night - 1).toString()));
        }
        command.addAll(List.of(options));
        Cli.Run run = Cli.run(command.toArray(String[]::new));
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.OK.code());
        return run.out();
    }

    /** Fetches the current release; what came is what was published this night. */
    private JsonNode fetch(String home, int night) throws IOException {
        Path into = directory.resolve(home);
        JsonNode report = Cli.report(
                "fetch",
                "--from",
                mirror.url(),
                "--root",
                root(),
                "--channel",
                CHANNEL,
                "--into",
                into.toString(),
                "--quiet");
        Listing.of(source(night)).assertIsAt(into.resolve("current").toRealPath());
        return report;
    }

    private Cli.Run read(String verb, String... arguments) {
        List<String> command = new ArrayList<>(List.of(verb));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--root", root()));
        return Cli.run(command.toArray(String[]::new));
    }

    @Test
    void everyNightIsFetchedFromNothingAndFromEarlierOnes() throws Exception {
        long whole = fetch("late", 0).get("transferred").longValue();
        fetch("followed", 0);
        long newBytes = 0;
        for (int night = 1; night <= 3; night++) {
            change(night);
            JsonNode published = publish(night, "--json");
            assertThat(published.get("deltaDepth").intValue()).isEqualTo(night);
            assertThat(published.get("deltaPages").intValue()).isEqualTo(CHANGED);
            assertThat(published.get("storedBytes").longValue()).isZero();
            newBytes += published.get("newBytes").longValue();

            JsonNode update = fetch("followed", night);
            assertThat(update.get("downloaded").longValue()).isEqualTo((long) CHANGED * PAGE);
            assertThat(update.get("transferred").longValue()).isLessThan(CHANGED * PAGE / 2);
            // Pages that only deltas have, and deltas that are bases, are all that a first fetch takes more of.
            JsonNode cold = fetch("cold-" + night, night);
            assertThat(cold.get("downloaded").longValue()).isEqualTo(pages.length);
            assertThat(cold.get("transferred").longValue()).isBetween(whole, whole + newBytes / 2);
        }
        JsonNode late = fetch("late", 3);
        assertThat(late.get("downloaded").longValue()).isBetween((long) CHANGED * PAGE, newBytes);
        assertThat(late.get("transferred").longValue()).isLessThan(newBytes / 2);
    }

    @Test
    void theReportSaysThatPagesAreStoredInNoOtherWay() throws Exception {
        change(1);
        publish(1, "--json");
        change(2);
        assertThat(publishing(2))
                .containsPattern(
                        "deltas +[0-9.]+ kB for 410 kB that are stored in no other way, release 2 since all was,"
                                + " in 100 pages\n");
    }

    @Test
    void verifyFindsNothingAndDiffSaysWhatAnUpdateTakes() throws Exception {
        for (int night = 1; night <= 2; night++) {
            change(night);
            publish(night, "--json");
        }
        for (String[] options : new String[][] {{}, {"--read-data"}}) {
            Cli.Run verified = read(
                    "verify",
                    Stream.concat(Stream.of(mirror.url(), "--json"), Stream.of(options))
                            .toArray(String[]::new));
            assertThat(verified.code()).as(verified.out() + verified.err()).isEqualTo(ExitCode.OK.code());
            assertThat(new ObjectMapper().readTree(verified.out()).at("/repositories/0/damaged"))
                    .isEmpty();
        }
        String[] nights = {"@2", "@3", "--from", mirror.url(), "--channel", CHANNEL, "--cost"};
        Cli.Run shown = read("diff", nights);
        assertThat(shown.code()).as(shown.err()).isEqualTo(ExitCode.DIFFERENT.code());
        assertThat(shown.out())
                .contains("100 new chunks of 410 kB, 100 of them by deltas")
                .contains("  whole      8.19 MB of files")
                .containsPattern("  chunks     [0-9.]+ kB in 1 request: the frames of 410 kB that are new; 100 of 100"
                        + " chunks are stored as deltas only\n")
                .contains(": what changed in 100 of 100 new chunks");
        JsonNode cost = new ObjectMapper()
                .readTree(read("diff", "@2", "@3", "--from", mirror.url(), "--channel", CHANNEL, "--json")
                        .out())
                .get("update");
        assertThat(cost.get("deltaChunks").intValue()).isEqualTo(CHANGED);
        assertThat(cost.get("transferred").longValue()).isLessThan(CHANGED * PAGE / 4);
        assertThat(cost.at("/withoutDeltas/transferred")).isEqualTo(cost.get("transferred"));
    }
}
