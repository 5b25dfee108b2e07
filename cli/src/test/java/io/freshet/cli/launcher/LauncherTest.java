package io.freshet.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.core.ToolVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./freshet} as somebody meets it who has just cloned: what is missing, what goes wrong, what is in the way. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LauncherTest {

    private static final String VERSION = "freshet " + ToolVersion.current();

    @TempDir
    private Path machine;

    private Checkout checkout;

    @BeforeEach
    void aNewClone() throws IOException {
        checkout = new Checkout(machine);
    }

    private void answers(Checkout.Run run) {
        assertThat(run.output()).contains(VERSION);
        assertThat(run.code()).isZero();
    }

    private void refuses(Checkout.Run run, String... words) {
        assertThat(run.output()).contains(words).doesNotContain(VERSION);
        assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
    }

    @Test
    void theFirstRunBuildsAndLaterOnesDoNot() throws Exception {
        Checkout.Run first = checkout.run("--version");
        answers(first);
        assertThat(first.output()).startsWith("freshet: building (the first time takes some minutes)");
        Checkout.Run second = checkout.run("--version");
        answers(second);
        assertThat(second.output()).hasLineCount(1);
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void aSourceThatWasEditedIsBuilt() throws Exception {
        answers(checkout.run("--version"));
        Path edited = Files.writeString(checkout.source().resolve("Edited.java"), "class Edited {}");
        Files.setLastModifiedTime(edited, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        Checkout.Run run = checkout.run("--version");
        answers(run);
        assertThat(run.output()).contains("cli/src/main/launcher/Edited.java is newer than the last build");
        assertThat(checkout.builds()).hasSize(2);
    }

    @Test
    void itMayBeCalledByLinks() throws Exception {
        Path bin = Files.createDirectory(machine.resolve("bin"));
        Path link = Files.createSymbolicLink(bin.resolve("fr"), bin.relativize(checkout.launcher()));
        Path second = Files.createSymbolicLink(machine.resolve("again"), link);
        answers(Checkout.end(checkout.start(second, "--version")));
    }

    @Test
    void ofLaunchersAtOnceOneBuildsAndTheOthersWaitForIt() throws Exception {
        Path gate = machine.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        checkout.set("GATE", gate.toString());
        checkout.maven("cat \"$GATE\"");
        List<Process> launchers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            launchers.add(checkout.start(checkout.launcher(), "--version"));
        }
        List<BufferedReader> outputs = launchers.stream()
                .map(process -> process.inputReader(StandardCharsets.UTF_8))
                .toList();
        List<String> first = new ArrayList<>();
        for (BufferedReader output : outputs) {
            first.add(output.readLine());
        }
        assertThat(first)
                .filteredOn(line -> line.startsWith("freshet: building"))
                .hasSize(1);
        assertThat(first)
                .filteredOn(line -> line.startsWith("freshet: waiting for another build"))
                .hasSize(2);
        Files.writeString(gate, "go on\n");
        for (int i = 0; i < launchers.size(); i++) {
            assertThat(outputs.get(i).lines().toList()).anyMatch(line -> line.startsWith(VERSION));
            assertThat(launchers.get(i).waitFor()).isZero();
        }
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void theLockOfALauncherThatWasKilledIsTakenOver() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(checkout.directory.resolve("target/launcher/lock"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        answers(checkout.run("--version"));
        assertThat(lock).doesNotExist();
    }

    @Test
    void aBuildThatFailsLeavesNothingInTheWay() throws Exception {
        checkout.maven("echo 'no route to the registry'; exit 1");
        refuses(
                checkout.run("--version"),
                "no route to the registry",
                "the build failed",
                "HTTPS_PROXY",
                "settings.xml");
        checkout.maven("");
        answers(checkout.run("--version"));
    }

    @Test
    void withoutAJdkItSaysWhereToGetOne() throws Exception {
        checkout.unset("FRESHET_JAVA_HOME");
        String text = Files.readString(checkout.launcher());
        Files.writeString(checkout.launcher(), text.replace("JDK=25\n", "JDK=99\n"));
        refuses(checkout.run("--version"), "a JDK 99 or later is needed", "adoptium.net", "FRESHET_JAVA_HOME");
    }

    @Test
    void aJavaHomeThatIsNoneIsNamed() throws Exception {
        checkout.set("FRESHET_JAVA_HOME", "/nowhere");
        refuses(checkout.run("--version"), "FRESHET_JAVA_HOME=/nowhere is no JDK 25 or later");
    }

    @Test
    void withoutMavenItSaysWhereToGetIt() throws Exception {
        checkout.withoutMaven();
        refuses(checkout.run("--version"), "Maven is needed", "apt install maven");
    }

    @Test
    void mavenIsNeededForTheFirstBuildOnly() throws Exception {
        answers(checkout.run("--version"));
        checkout.withoutMaven();
        answers(checkout.run("--version"));
    }

    @Test
    void aCheckoutThatCanNotBeWrittenToIsNamed() throws Exception {
        Files.writeString(checkout.directory.resolve("target"), "in the way");
        refuses(checkout.run("--version"), "there is no build yet", "can't be written to", "clone it");
    }

    @Test
    void proxiesReachMaven() throws Exception {
        checkout.set("HTTPS_PROXY", "http://me:secret@proxy.example:3128/");
        checkout.set("http_proxy", "http://other.example");
        checkout.set("NO_PROXY", "localhost,.corp.example, 10.0.0.1");
        Checkout.Run run = checkout.run("--version");
        answers(run);
        assertThat(run.output()).doesNotContain("secret");
        assertThat(checkout.builds().getFirst())
                .contains("-Dhttps.proxyHost=proxy.example -Dhttps.proxyPort=3128")
                .contains("-Dhttps.proxyUser=me -Dhttps.proxyPassword=secret")
                .contains("-Dhttp.proxyHost=other.example")
                .contains("-Dhttp.nonProxyHosts=localhost|*.corp.example|10.0.0.1");
    }

    @Test
    void namesAreNotBoundToTheLocale() throws Exception {
        checkout.set("LC_ALL", "C");
        Path source = Files.createDirectory(machine.resolve("d\u00e4ta"));
        Files.writeString(source.resolve("\u00fcber"), "bytes");
        String repository = "file:" + machine.resolve("repository");
        Path keys = machine.resolve("k\u00e9ys");
        Checkout.Run init =
                checkout.run("init", "--to", repository, "--keys", keys.toString(), "--channel", "mainnet/full");
        assertThat(init.code()).as(init.output()).isZero();
        Checkout.Run publish = checkout.run(
                "publish",
                source.toString(),
                "--to",
                repository,
                "--keys",
                keys.toString(),
                "--channel",
                "mainnet/full",
                "--state",
                machine.resolve("state").toString());
        assertThat(publish.code()).as(publish.output()).isZero();
    }
}
