package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.trust.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet log monitor}: what is new, and what is wrong. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LogMonitorTest {

    @TempDir
    Path directory;

    private Shell shell;
    private LogForge forge;
    private String url;
    private int night = 1;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL, "mainnet/full");
        shell.publishTwice();
        forge = new LogForge(shell.repository);
        url = "file:" + shell.repository;
    }

    private Shell.Run monitor(String... more) {
        return monitorOf(List.of(url), more);
    }

    private Shell.Run monitorOf(List<String> urls, String... more) {
        Stream<String> fixed = Stream.of("log", "monitor", "--seen", seen().toString());
        Stream<String> from = urls.stream().flatMap(each -> Stream.of("--from", each));
        return shell.read(
                Stream.of(fixed, from, Stream.of(more)).flatMap(part -> part).toArray(String[]::new));
    }

    private Path seen() {
        return directory.resolve("seen");
    }

    private void publishTo(String channel) throws Exception {
        shell.write("next", Shell.noise(night++, 10_000));
        shell.publish(channel);
    }

    @Test
    void whatIsNewIsListedOnce() throws Exception {
        assertThat(monitor().ends(ExitCode.OK).out().lines())
                .hasSize(3)
                .anyMatch(line -> line.matches(" +0  .* UTC  mainnet/archive @ 1, height 100  [0-9a-f]{64}"))
                .anyMatch(line -> line.startsWith("log          " + url + ", size 2, root "));
        assertThat(monitor().ends(ExitCode.OK).out().lines()).hasSize(1);
        publishTo("mainnet/full");
        publishTo(Shell.CHANNEL);
        assertThat(monitor("--channel", "mainnet/full").ends(ExitCode.OK).out().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("mainnet/full @ 1"));
        assertThat(Files.readAllBytes(seen().resolve("checkpoint"))).isEqualTo(forge.read("log/checkpoint"));
    }

    @Test
    void theSameAsJson() throws Exception {
        monitor().ends(ExitCode.OK);
        publishTo(Shell.CHANNEL);
        JsonNode json = monitor("--json").ends(ExitCode.OK).json();
        assertThat(json.get("entries")).hasSize(1);
        assertThat(json.get("entries").get(0).get("sequence").longValue()).isEqualTo(3);
        assertThat(json.get("repositories").get(0).get("size").longValue()).isEqualTo(3);
    }

    @Test
    void twoHistoriesAreAProofThatIsKept() throws Exception {
        Path one = forge.copy(directory.resolve("one"));
        publishTo(Shell.CHANNEL);
        monitor().ends(ExitCode.OK);
        byte[] first = forge.read("log/checkpoint");
        forge.rewindTo(one);
        publishTo("mainnet/full");
        publishTo("mainnet/full");
        byte[] second = forge.read("log/checkpoint");
        Shell.Run run = monitor("--json").ends(ExitCode.UNTRUSTED);
        assertThat(run.err())
                .contains("these are two histories", "show them to the publisher")
                .endsWith("\nfreshet: ask the publisher: " + Shell.CONTACT + "\n");
        JsonNode evidence = run.json().get("repositories").get(0).get("evidence");
        assertThat(Path.of(evidence.get(0).textValue())).hasBinaryContent(first);
        assertThat(Path.of(evidence.get(1).textValue())).hasBinaryContent(second);
        assertThat(seen().resolve("checkpoint")).hasBinaryContent(first);
    }

    /** Of two mirrors one is shown to some: nobody who looks at one of them alone would notice. */
    @Test
    void aMirrorWithAnotherLogThanTheOthersIsFoundOut() throws Exception {
        Path one = forge.copy(directory.resolve("one"));
        publishTo(Shell.CHANNEL);
        Path honest = forge.copy(directory.resolve("honest"));
        forge.rewindTo(one);
        publishTo("mainnet/full");
        try (HttpMirror a = new HttpMirror(honest);
                HttpMirror b = new HttpMirror(shell.repository)) {
            assertThat(monitorOf(List.of(a.url(), b.url()))
                            .ends(ExitCode.UNTRUSTED)
                            .err())
                    .contains(b.url() + ": the log", "these are two histories");
        }
    }

    @Test
    void aMirrorThatLagsIsNoProof() throws Exception {
        Path behind = forge.copy(directory.resolve("behind"));
        publishTo(Shell.CHANNEL);
        assertThat(monitorOf(List.of(url, "file:" + behind))
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("differs      file:" + behind + ": ", "is offered with size 2", "entries are missing");
        assertThat(seen().resolve("checkpoint")).hasBinaryContent(forge.read("log/checkpoint"));
    }

    /** Followers are copied to after the authority: it is asked again. */
    @Test
    void withEveryAMirrorThatLagsIsAskedAgain() throws Exception {
        Path behind = forge.copy(directory.resolve("behind"));
        publishTo(Shell.CHANNEL);
        monitor().ends(ExitCode.OK);
        forge.rewindTo(behind);
        publishTo("mainnet/full");
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            mirror.forged.put("log/checkpoint", Files.readAllBytes(behind.resolve("log/checkpoint")));
            // The first look is over once it has asked for the tile that a mirror that lags does not have.
            mirror.odd.put("log/tile/0/000.p/3", exchange -> {
                mirror.forged.clear();
                mirror.odd.clear();
                exchange.sendResponseHeaders(404, -1);
            });
            assertThat(monitorOf(List.of(mirror.url()), "--every", "1s")
                            .ends(ExitCode.UNTRUSTED)
                            .err())
                    .contains("is offered with size 2", "entries are missing", "these are two histories");
        }
    }

    /** Whoever holds the log's key writes what he likes into it. */
    @Test
    void whatAnEntryQuotesMovesNoCursor() throws Exception {
        String entry = new String(forge.read(LogPaths.entry(1)), UTF_8);
        String forged = entry.replaceFirst("\"time\" *: *\"[^\"]*\"", "\"time\":\"\\\\u001b[2J\"");
        assertThat(forged).isNotEqualTo(entry);
        forge.sign(forged.getBytes(UTF_8), directory.resolve("keys"));
        assertThat(monitor().ends(ExitCode.DIFFERENT).out())
                .contains("is \"\\u001b[2J\", not a time")
                .doesNotContain("\u001b");
    }

    @Test
    void aReleaseThatTheLogLacksIsNamed() throws Exception {
        monitor().ends(ExitCode.OK);
        Path earlier = forge.copy(directory.resolve("earlier"));
        publishTo(Shell.CHANNEL);
        Files.copy(earlier.resolve("log/checkpoint"), forge.at("log/checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(monitor().ends(ExitCode.DIFFERENT).out())
                .contains(
                        "the checkpoint has 2 entries, and the snapshot says that there are 3",
                        "no entry of the log is that of mainnet/archive@3");
    }

    @Test
    void aLogThatGrewByOtherEntriesIsNoExcuse() throws Exception {
        monitor().ends(ExitCode.OK);
        // The bucket's owner puts another history of the same length in the release's place.
        Path earlier = forge.copy(directory.resolve("earlier"));
        publishTo(Shell.CHANNEL);
        Path real = forge.copy(directory.resolve("real"));
        forge.rewindTo(earlier);
        publishTo("mainnet/full");
        for (String object : List.of("metadata/timestamp.json")) {
            Files.copy(real.resolve(object), forge.at(object), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(monitor().ends(ExitCode.DIFFERENT).out())
                .contains("no entry of the log is that of mainnet/archive@3");
    }

    @Test
    void witnessesCanBeAskedFor() throws Exception {
        Cosigner witness = new Cosigner("witness.example/w1", SigningKey.generate(new SecureRandom()));
        Path policy = Files.writeString(
                directory.resolve("policy"), "witness w " + witness.key().encode() + "\nquorum w\n");
        assertThat(monitor("--log-policy", policy.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("asks for cosignatures of w");
        forge.cosign(witness);
        monitor("--log-policy", policy.toString()).ends(ExitCode.OK);
        assertThat(SignedCheckpoint.parse(Files.readAllBytes(seen().resolve("checkpoint")))
                        .note()
                        .signatures())
                .hasSize(2);
    }

    @Test
    void beforeTheFirstReleaseThereIsNothingToSee() throws Exception {
        Shell fresh = new Shell(Files.createDirectories(directory.resolve("fresh")));
        fresh.init(Shell.CHANNEL);
        assertThat(fresh.read("log", "monitor", "file:" + fresh.repository, "--seen", seen().toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("size 0");
        assertThat(seen().resolve("checkpoint")).doesNotExist();
    }

    @Test
    void whatWasWrittenWronglyIsSaid() throws Exception {
        assertThat(monitor("--every", "10").ends(ExitCode.USAGE).err()).contains("is no time like 30s");
        Files.createDirectories(seen());
        Files.writeString(seen().resolve("checkpoint"), "damaged");
        assertThat(monitor().ends(ExitCode.USAGE).err()).contains("name another directory");
    }

    @Test
    void withEveryItGoesOnUntilSomethingIsWrong() throws Exception {
        Path one = forge.copy(directory.resolve("one"));
        publishTo(Shell.CHANNEL);
        monitor().ends(ExitCode.OK);
        forge.rewindTo(one);
        publishTo("mainnet/full");
        assertThat(monitor("--every", "1d").ends(ExitCode.UNTRUSTED).err()).contains("these are two histories");
    }
}
