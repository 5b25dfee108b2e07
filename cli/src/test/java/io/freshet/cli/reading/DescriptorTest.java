package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One pasted descriptor: by its URL or as a file, over real HTTP, honest and lying. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DescriptorTest {

    @TempDir
    Path directory;

    private Shell shell;
    private HttpMirror mirror;
    private String sha256;
    private Path node;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        sha256 = shell.init(Shell.CHANNEL);
        shell.publishTwice();
        mirror = new HttpMirror(shell.repository);
        node = directory.resolve("node");
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private Shell.Run fetch(String descriptor, String... more) {
        String[] arguments = new String[6 + more.length];
        String[] fixed = {"fetch", descriptor, "--root-sha256", sha256, "--into", node.toString()};
        System.arraycopy(fixed, 0, arguments, 0, fixed.length);
        System.arraycopy(more, 0, arguments, fixed.length, more.length);
        return shell.run(arguments);
    }

    private Path descriptor(String mirrors, String channels) throws Exception {
        return Files.writeString(
                directory.resolve("base.freshet"),
                "{\"freshet\": 1, \"mirrors\": [" + mirrors + "], \"channels\": [" + channels + "]}");
    }

    private void assertFetched() throws Exception {
        assertThat(Files.readAllBytes(node.resolve("current/db/mdbx.dat")))
                .isEqualTo(Files.readAllBytes(shell.source.resolve("db/mdbx.dat")));
    }

    @Test
    void theOneInTheRepositoryIsEnough() throws Exception {
        // It names no mirror: what lies beside it is one.
        fetch(mirror.url() + "/repo.freshet").ends(ExitCode.OK);
        assertFetched();
        assertThat(mirror.asked.getFirst()).isEqualTo("repo.freshet");
        // Later commands need neither descriptor nor digest.
        shell.run("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL, "--into", node.toString())
                .ends(ExitCode.OK);
    }

    @Test
    void itHasChannelsThatCameAfterInit() throws Exception {
        Shell later = new Shell(Files.createDirectories(directory.resolve("later")));
        String sha = later.init();
        later.publishTwice();
        try (HttpMirror only = new HttpMirror(later.repository)) {
            later.run("fetch", only.url() + "/repo.freshet", "--root-sha256", sha, "--into", node.toString())
                    .ends(ExitCode.OK);
        }
        String keys = later.directory.resolve("keys").toString();
        later.run("channel", "add", "mainnet/full", "--to", "file:" + later.repository, "--keys", keys)
                .ends(ExitCode.OK);
        assertThat(later.repository.resolve("repo.freshet")).content().contains("mainnet/archive", "mainnet/full");
        // One that somebody has removed is made anew, of all channels.
        Files.delete(later.repository.resolve("repo.freshet"));
        later.publish(Shell.CHANNEL);
        assertThat(later.repository.resolve("repo.freshet")).content().contains("mainnet/archive", "mainnet/full");
    }

    @Test
    void oneThatCanNotBeWrittenFailsNoPublication() throws Exception {
        Files.delete(shell.repository.resolve("repo.freshet"));
        Files.createDirectories(shell.repository.resolve("repo.freshet/in-the-way"));
        String keys = directory.resolve("keys").toString();
        Shell.Run run = shell.run("channel", "add", "mainnet/full", "--to", "file:" + shell.repository, "--keys", keys);
        assertThat(run.ends(ExitCode.OK).err()).contains("repo.freshet could not be given the channel");
    }

    @Test
    void aFileIsAsGoodAsAUrl() throws Exception {
        fetch(descriptor("\"" + mirror.url() + "\"", "\"mainnet/archive\"").toString())
                .ends(ExitCode.OK);
        assertFetched();
        assertThat(shell.run("show", directory.resolve("base.freshet").toString(), "--root-sha256", sha256)
                        .ends(ExitCode.OK)
                        .out())
                .contains("mainnet/archive");
    }

    @Test
    void ofSeveralChannelsOneMustBeNamed() throws Exception {
        String file = descriptor("\"" + mirror.url() + "\"", "\"mainnet/archive\", \"mainnet/full\"")
                .toString();
        assertThat(fetch(file).ends(ExitCode.USAGE).err()).contains("--channel: mainnet/archive, mainnet/full");
        fetch(file, "--channel", "mainnet/archive").ends(ExitCode.OK);
        assertFetched();
    }

    @Test
    void aLieAboutTheChannelIsFoundOut() throws Exception {
        String file =
                descriptor("\"" + mirror.url() + "\"", "\"mainnet/other\"").toString();
        assertThat(fetch(file).ends(ExitCode.USAGE).err()).contains("mainnet/other");
        assertThat(node.resolve("current")).doesNotExist();
    }

    @Test
    void aMirrorOfAnotherPublisherIsRefused() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Shell liar = new Shell(elsewhere);
        liar.init(Shell.CHANNEL);
        liar.publishTwice();
        try (HttpMirror lying = new HttpMirror(liar.repository)) {
            String only =
                    descriptor("\"" + lying.url() + "\"", "\"mainnet/archive\"").toString();
            assertThat(fetch(only).ends(ExitCode.UNTRUSTED).err()).contains("metadata/1.root.json");
            assertThat(node.resolve("current")).doesNotExist();
            // Beside an honest one it does no harm.
            fetch(only, "--from", mirror.url()).ends(ExitCode.OK);
            assertFetched();
        }
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        mirror.busy.set(2);
        fetch(mirror.url() + "/repo.freshet").ends(ExitCode.OK);
        assertFetched();
        assertThat(mirror.asked.subList(0, 3)).containsOnly("repo.freshet");
    }

    @Test
    void aMirrorInThePlaceOfADescriptorIsSaidToBeOne() {
        assertThat(fetch(mirror.url() + "/base").ends(ExitCode.USAGE).err())
                .contains("there is no descriptor at " + mirror.url() + "/base (status 404, request id TX9)")
                .contains("to fetch from a mirror: freshet fetch --from " + mirror.url()
                        + "/base --channel NAME --root FILE");
    }

    @Test
    void whatIsNoDescriptorIsSaidSo() throws Exception {
        assertThat(fetch(mirror.url() + "/nothing.freshet").ends(ExitCode.USAGE).err())
                .contains("there is no descriptor at");
        assertThat(fetch(descriptor("\"ftp://a.example\"", "\"mainnet/archive\"")
                                .toString())
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("in the descriptor", "https://host/path");
    }
}
