package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that only read, from the command line to the disk: on a repository, over HTTP, and on a fetched directory. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ReadingTest {

    @TempDir
    Path directory;

    private Shell shell;
    private HttpMirror mirror;
    private String repository;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.publishTwice();
        mirror = new HttpMirror(shell.repository);
        repository = "file:" + shell.repository;
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private Path fetch() {
        Path node = directory.resolve("node");
        shell.read("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL, "--into", node.toString())
                .ends(ExitCode.OK);
        return node;
    }

    @Test
    void withoutARootNothingIsShown() {
        Shell.Run run = shell.run("show", repository).ends(ExitCode.USAGE);
        assertThat(run.err()).contains("--root FILE").contains("--root-sha256 HEX");
    }

    @Test
    void aRepositoryShowsItsChannelsAndExpiries() throws Exception {
        Shell.Run run = shell.read("show", mirror.url()).ends(ExitCode.OK);
        assertThat(run.out()).contains("mainnet/archive", "reth 1.9.3; opens with >=1.9", "timestamp", "expires");
        JsonNode json =
                shell.read("show", repository, "--json").ends(ExitCode.OK).json();
        assertThat(json.at("/channels/0/sequence").intValue()).isEqualTo(2);
        assertThat(json.at("/channels/0/height").intValue()).isEqualTo(200);
        assertThat(json.at("/metadata/timestamp/version").intValue()).isEqualTo(3);
    }

    @Test
    void aChannelShowsItsReleasesAndAReleaseItsParts() throws Exception {
        JsonNode channel = shell.read("show", repository, "--channel", Shell.CHANNEL, "--json")
                .json();
        assertThat(channel.get("releases")).hasSize(2);
        assertThat(channel.at("/releases/1/height").intValue()).isEqualTo(100);
        JsonNode first =
                shell.read("show", repository, "--channel", "@1", "--json").json();
        JsonNode second =
                shell.read("show", repository, "--channel", "@2", "--json").json();
        assertThat(second.get("parent")).isEqualTo(first.get("manifest"));
        assertThat(second.at("/packs/newBytes").longValue()).isBetween(700_000L, 800_000L);
        assertThat(first.at("/packs/newBytes").longValue()).isGreaterThan(2_900_000L);
        assertThat(first.at("/components/0/name").textValue()).isEqualTo("main");
        assertThat(shell.read("show", repository, "--channel", "@3")
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("no release 3", "current one is 2");
    }

    @Test
    void lsListsPathsAndOneOfThem() throws Exception {
        assertThat(shell.read("ls", repository).ends(ExitCode.OK).out().lines())
                .containsExactly(
                        "./",
                        "CURRENT",
                        "db/",
                        "db/mdbx.dat",
                        "meta/",
                        "meta/a.json",
                        "tables/",
                        "tables/2.sst",
                        "zeros");
        assertThat(shell.read("ls", repository, "db/", "-l", "--channel", "@1").out())
                .containsPattern("-rw-r--r-- +2,048,000 +2[0-9]{3}-.* db/mdbx.dat\n");
        JsonNode json = shell.read("ls", "meta", "--from", repository, "--json", "--digests")
                .json();
        assertThat(json.at("/paths/1/path").textValue()).isEqualTo("meta/a.json");
        assertThat(json.at("/paths/1/sha256").textValue()).startsWith("44136fa355b3678a");
        assertThat(json.get("count").intValue()).isEqualTo(2);
        assertThat(shell.read("ls", repository, "nowhere").ends(ExitCode.USAGE).err())
                .contains("\"nowhere\"");
    }

    @Test
    void diffSaysWhatChangedAndWhatItCosts() throws Exception {
        Shell.Run run = shell.read("diff", "@1", "@2", "--from", repository).ends(ExitCode.DIFFERENT);
        assertThat(run.out())
                .contains("M   20.5 kB  db/mdbx.dat\n", "-    900 kB  tables/1.sst\n", "+    700 kB  tables/2.sst\n");
        JsonNode json =
                shell.read("diff", "@1", "@2", "--from", repository, "--json").json();
        assertThat(json.get("changes")).hasSize(3);
        assertThat(json.at("/update/bytes").intValue()).isEqualTo(5 * 4096 + 700_000);
        assertThat(json.at("/update/indexBytes").intValue()).isBetween(1000, 60_000);
        assertThat(shell.read("diff", "@2", Shell.CHANNEL, "--from", repository)
                        .ends(ExitCode.OK)
                        .out())
                .contains("0 paths");
    }

    @Test
    void aFetchedDirectoryIsComparedByItsOwnTrustWithWhereItCameFrom() throws Exception {
        Path node = fetch();
        String name = node.toString();
        assertThat(shell.run("diff", name, "@2").ends(ExitCode.OK).out()).contains("same");
        assertThat(shell.run("diff", "@1", name, "--summary")
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("changed      1 path, 20.5 kB");
        JsonNode shown = shell.run("show", name, "--json").ends(ExitCode.OK).json();
        assertThat(shown.at("/versions/0/active").booleanValue()).isTrue();
        assertThat(shown.at("/versions/0/mirrors/0").textValue()).isEqualTo(mirror.url());
        mirror.asked.clear();
        assertThat(shell.run("ls", name, "tables").ends(ExitCode.OK).out()).isEqualTo("tables/\ntables/2.sst\n");
        assertThat(mirror.asked).isEmpty();
    }

    @Test
    void verifyFindsWhatANodeHasChanged() throws Exception {
        Path node = fetch();
        shell.run("verify", node.toString()).ends(ExitCode.OK);
        Path tree = node.resolve("current");
        Files.writeString(tree.resolve("nodekey"), "secret");
        Files.writeString(tree.resolve("LOCK"), "");
        Files.delete(tree.resolve("meta/a.json"));
        Files.delete(tree.resolve("CURRENT"));
        Files.createSymbolicLink(tree.resolve("CURRENT"), Path.of("db"));
        byte[] pages = Files.readAllBytes(tree.resolve("db/mdbx.dat"));
        pages[1_000_000] ^= 1;
        Files.write(tree.resolve("db/mdbx.dat"), pages);
        Files.setPosixFilePermissions(tree.resolve("tables/2.sst"), PosixFilePermissions.fromString("rw-------"));
        byte[] zeros = new byte[1 << 20];
        zeros[777_777] = 1;
        Files.write(tree.resolve("zeros"), zeros);
        Shell.Run run = shell.run("verify", node.toString()).ends(ExitCode.DIFFERENT);
        assertThat(run.out().lines().limit(7))
                .containsExactly(
                        "changed      CURRENT: leads to db, not to db/mdbx.dat",
                        "additional   LOCK: the snapshot does not have it",
                        "changed      db/mdbx.dat: 4,096 of its 2,048,000 bytes lie in chunks that have changed",
                        "missing      meta/a.json: is not there",
                        "local        nodekey: belongs to the node",
                        "changed      tables/2.sst: has mode 0600, not 0644",
                        "changed      zeros: 1,048,576 of its 1,048,576 bytes lie in chunks that have changed");
        JsonNode json = shell.run("verify", node.toString(), "--json").json();
        assertThat(json.get("differences").intValue()).isEqualTo(6);
    }

    @Test
    void verifyNamesWhatIsWrongAtEachMirror() throws Exception {
        Path copy = directory.resolve("copy");
        try (Stream<Path> all = Files.walk(shell.repository)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path to = copy.resolve(shell.repository.relativize(path).toString());
                Files.copy(path, to);
            }
        }
        shell.read("verify", mirror.url(), "--read-data").ends(ExitCode.OK);
        Path pack = largestPack(copy);
        Files.delete(pack);
        try (HttpMirror second = new HttpMirror(copy)) {
            Shell.Run run = shell.read("verify", "--from", mirror.url(), "--from", second.url(), "--json")
                    .ends(ExitCode.DIFFERENT);
            assertThat(run.json().at("/repositories/0/damaged")).isEmpty();
            JsonNode damaged = run.json().at("/repositories/1/damaged");
            assertThat(damaged).hasSize(1);
            assertThat(damaged.at("/0/object").textValue())
                    .endsWith(pack.getFileName().toString());
            assertThat(damaged.at("/0/releases/0").textValue()).isEqualTo("mainnet/archive@2");
        }
    }

    private static Path largestPack(Path repository) throws Exception {
        Path largest = repository;
        try (Stream<Path> packs = Files.walk(repository.resolve("packs"))) {
            for (Path pack : (Iterable<Path>) packs.filter(Files::isRegularFile)::iterator) {
                largest = largest.equals(repository) || Files.size(pack) > Files.size(largest) ? pack : largest;
            }
        }
        return largest;
    }

    @Test
    void exportLeavesAWholeArchiveOrNone() throws Exception {
        Path archive = directory.resolve("a.tar.zst");
        String file = archive.toString();
        JsonNode json = shell.read("export", mirror.url(), "--channel", "@2", "--tar", file, "--json")
                .ends(ExitCode.OK)
                .json();
        assertThat(json.get("archiveBytes").longValue()).isEqualTo(Files.size(archive));
        assertThat(json.get("copiedBytes").longValue()).isGreaterThan(2_500_000);
        Files.delete(archive);
        Files.delete(largestPack(shell.repository));
        shell.read("export", mirror.url(), "--tar", file).ends(ExitCode.UNAVAILABLE);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("a.tar"));
        }
    }

    @Test
    void everyVerbTeachesByExamples() {
        for (String verb : new String[] {"show", "ls", "diff", "verify", "export"}) {
            assertThat(shell.run(verb, "--help").ends(ExitCode.OK).out())
                    .contains("Examples:", "freshet " + verb, "--json", "--root-sha256");
        }
        assertThat(shell.run("completion", "bash").out()).contains("verify", "--read-data", "export");
    }
}
