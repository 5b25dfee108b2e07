package io.freshet.cli.nights;

import static io.freshet.cli.nights.PageNights.CHANGED;
import static io.freshet.cli.nights.PageNights.PAGE;
import static io.freshet.cli.nights.PageNights.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Freshet;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import io.freshet.cli.testing.Listing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a page file that is written over, with {@code --keep-base}, from one command line to the next. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class KeptBaseNightsTest {

    private static final String CHANNEL = "mainnet/archive";

    @TempDir
    Path directory;

    private final byte[] pages = new byte[PAGES * PAGE];
    private Path source;
    private FileMirror mirror;

    @BeforeEach
    void init() throws Exception {
        Path repository = Files.createDirectories(directory.resolve("repository"));
        Cli.report("init", "--to", "file:" + repository, "--keys", keys(), "--channel", CHANNEL);
        mirror = new FileMirror(repository);
        source = Files.createDirectories(directory.resolve("source"));
        // Half of each page is noise.
        byte[] half = new byte[PAGE / 2];
        SplittableRandom random = new SplittableRandom(1);
        for (int at = 0; at < pages.length; at += PAGE) {
            random.nextBytes(half);
            System.arraycopy(half, 0, pages, at, half.length);
        }
        Files.write(source.resolve("mdbx.dat"), pages);
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    /** Changes a record in each of some pages, where they lie. */
    private void change(int night) throws IOException {
        PageNights.change(pages, night);
        Files.write(source.resolve("mdbx.dat"), pages);
    }

    private List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of("publish", source.toString()));
        command.addAll(List.of("--to", "file:" + directory.resolve("repository"), "--keys", keys()));
        command.addAll(List.of("--channel", CHANNEL));
        command.addAll(List.of("--state", directory.resolve("state").toString()));
        command.addAll(List.of(options));
        return command;
    }

    private Cli.Run run(String... options) {
        return Cli.run(command(options).toArray(String[]::new));
    }

    private Cli.Run publish(String... options) {
        Cli.Run run = run(options);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.OK.code());
        return run;
    }

    private JsonNode report(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--json");
        return new ObjectMapper().readTree(publish(all.toArray(String[]::new)).out());
    }

    private void assertFetched() throws IOException {
        Path into = directory.resolve("home");
        String root = directory.resolve("keys/root.json").toString();
        Cli.report("fetch", "--from", mirror.url(), "--root", root, "--channel", CHANNEL, "--into", into.toString());
        Listing.of(source).assertIsAt(into.resolve("current").toRealPath());
    }

    @Test
    void theSecondNightIsStoredAsDeltasOfTheFirst() throws Exception {
        JsonNode first = report("--keep-base", "1G");
        assertThat(first.at("/keptBase/bytes").longValue()).isEqualTo(pages.length);
        assertThat(first.at("/keptBase/limit").longValue()).isEqualTo(1_000_000_000);
        assertThat(first.at("/keptBase/leftOutBytes").longValue()).isZero();
        assertThat(Path.of(first.at("/keptBase/directory").textValue())).startsWith(directory.toRealPath());
        assertThat(first.get("deltaPagesWithoutBase").longValue()).isZero();
        assertFetched();
        change(1);
        JsonNode second = report("--keep-base", "1G");
        assertThat(second.get("deltaPages").intValue()).isEqualTo(CHANGED);
        assertThat(second.get("deltaDepth").intValue()).isEqualTo(1);
        assertThat(second.get("storedBytes").longValue()).isZero();
        assertThat(second.at("/keptBase/writtenBytes").longValue()).isLessThanOrEqualTo((long) CHANGED * PAGE);
        assertFetched();
    }

    @Test
    void whatIsKeptIsAnnouncedAndReported() throws Exception {
        Cli.Run first = publish("--keep-base", "5M");
        assertThat(first.err()).contains("freshet: up to 5.00 MB of page files will be kept in ");
        assertThat(first.out())
                .containsPattern(
                        "kept +5.00 MB in .*\\.base as base for the next release, [0-9.]+ k?M?B of them written in"
                            + " [0-9.]+s; 3.19 MB are not kept: their pages will be stored plain where they change\n");
        change(1);
        Cli.Run second = publish("--keep-base", "5M", "--quiet");
        assertThat(second.err()).isEmpty();
        assertThat(second.out())
                .containsPattern("deltas .*; [0-9]+ pages that new ones resemble are not in the kept base");
        assertFetched();
    }

    @Test
    void zeroRemovesTheCopyAndTheNextNightSaysWhatThatCosts() throws Exception {
        publish("--keep-base", "1G");
        Cli.Run removed = publish("--keep-base", "0");
        assertThat(removed.err()).contains(" will be removed after the release");
        assertThat(removed.out())
                .containsPattern("kept +nothing as base for the next release: what was in .* is removed\n");
        assertThat(directory.resolve("state/bases")).isEmptyDirectory();
        Cli.Run again = publish("--keep-base", "0");
        assertThat(again.err()).doesNotContain("removed");
        assertThat(again.out()).contains("kept         nothing as base for the next release: there was nothing\n");
        change(1);
        assertThat(publish("--keep-base", "1G").out())
                .contains("deltas       none: nothing is kept as base yet; 100 new pages stored plain\n");
        assertFetched();
    }

    @Test
    void whatCanNotBeRemovedIsSaid() throws Exception {
        publish("--keep-base", "1G");
        Path kept;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory.resolve("state/bases"))) {
            kept = all.iterator().next();
        }
        Files.writeString(kept.resolve("notes"), "mine");
        Cli.Run run = publish("--keep-base", "0");
        assertThat(run.err()).contains("freshet: released, but not all that was kept as base could be removed: ");
        assertThat(run.out())
                .containsPattern("kept +nothing as base for the next release; not all that was in .* is removed\n");
        assertThat(kept.resolve("notes")).hasContent("mine");
    }

    @Test
    void aCopyThatAnotherRunKeepsIsLeftAloneAndTheReleaseStands() throws Exception {
        Path kept =
                Path.of(report("--keep-base", "1G").at("/keptBase/directory").textValue());
        byte[] before = Files.readAllBytes(kept.resolve("tree/mdbx.dat"));
        change(1);
        try (FileChannel tag = FileChannel.open(kept.resolve("CACHEDIR.TAG"), StandardOpenOption.WRITE);
                FileLock lock = tag.lock()) {
            assertThat(lock.isValid()).isTrue();
            Cli.Run run = publish("--keep-base", "1G");
            assertThat(run.err()).contains("another run keeps it");
            assertThat(run.out()).containsPattern("kept +nothing of this release in .* as base for the next one\n");
        }
        assertThat(kept.resolve("tree/mdbx.dat")).hasBinaryContent(before);
        assertFetched();
    }

    @Test
    void aBaseThatIsGivenIsTheBaseAndTheCopyIsKeptAllTheSame() throws Exception {
        publish("--keep-base", "1G");
        Path copy = Files.createDirectories(directory.resolve("empty"));
        change(1);
        Cli.Run run = publish("--keep-base", "1G", "--base", copy.toString());
        assertThat(run.out()).contains("100 pages that new ones resemble are not in --base any more");
        change(2);
        assertThat(report("--keep-base", "1G").get("deltaPages").intValue()).isEqualTo(CHANGED);
    }

    @Test
    void aStateDirectoryInTheSourceIsRefused() throws Exception {
        List<String> command = command("--keep-base", "1G");
        command.replaceAll(
                word -> word.endsWith("/state") ? source.resolve("state").toString() : word);
        Cli.Run run = Cli.run(command.toArray(String[]::new));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("overlaps the source").contains("--state");
        assertThat(source.resolve("state/bases")).doesNotExist();
    }

    @Test
    void aSourceWithoutPagesHasNothingToKeep() throws Exception {
        Files.move(source.resolve("mdbx.dat"), source.resolve("000001.sst"));
        assertThat(publish("--keep-base", "1G").out())
                .contains("nothing as base for the next release: no file of the source is cut");
    }

    @Test
    void aSizeIsBytes() {
        assertThat(run("--keep-base", "much").code()).isEqualTo(ExitCode.USAGE.code());
    }

    /** The system refuses to make a file longer, as it does where the disk is full: of 6 MB, where 8.19 are to be kept. */
    @Test
    void aWriteThatFailsIsAWarningAndTheReleaseStands() throws Exception {
        Process process = limited("6000", command("--keep-base", "1G", "--quiet", "--json"));
        process.getOutputStream().close();
        JsonNode report = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(ExitCode.OK.code());
        assertThat(said).contains("freshet: released, but the base for the next release is not what it should be: ");
        assertThat(report.get("released").booleanValue()).isTrue();
        assertThat(report.at("/keptBase/failure").textValue()).contains("File too large");
        assertFetched();
        change(1);
        publish("--keep-base", "1G");
        change(2);
        assertThat(report("--keep-base", "1G").get("deltaPages").intValue()).isEqualTo(CHANGED);
        assertFetched();
    }

    /** Starts the program where no file may grow beyond so many kilobytes. */
    private static Process limited(String kilobytes, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // No file of Java's own is longer than that.
        command.addAll(
                Arrays.asList("-Xshare:auto", "-XX:-UsePerfData", "-Xmx320m", "--enable-native-access=ALL-UNNAMED"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, Freshet.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).start();
    }
}
