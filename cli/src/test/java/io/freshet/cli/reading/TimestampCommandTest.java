package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.providers.testkit.OpensslAuthority;
import io.freshet.providers.testkit.TimestampServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet publish --timestamp-authority} and {@code freshet attest verify --timestamp-roots}. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TimestampCommandTest {

    @TempDir
    Path directory;

    private Shell shell;
    private String url;
    private OpensslAuthority authority;
    private TimestampServer server;

    @BeforeEach
    void start() throws Exception {
        authority = OpensslAuthority.in(directory.resolve("tsa"));
        server = new TimestampServer(authority);
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        url = "file:" + shell.repository;
        shell.write("a", Shell.noise(1, 10_000));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Shell.Run publish(String... more) {
        return shell.run(Stream.concat(
                        Stream.of(
                                "publish",
                                shell.source.toString(),
                                "--to",
                                url,
                                "--keys",
                                directory.resolve("keys").toString(),
                                "--channel",
                                Shell.CHANNEL,
                                "--state",
                                directory.resolve("state").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private Path token(int number) throws Exception {
        JsonNode json =
                shell.read("show", url, "--channel", Shell.CHANNEL, "--json").json();
        String attestation =
                AttestationPath.of(Digest.parse(json.get("manifest").textValue()), 0);
        return shell.repository.resolve(
                AttestationPath.timestamps(attestation).toList().get(number));
    }

    private Shell.Run verify(String... more) {
        return shell.read(Stream.concat(Stream.of("attest", "verify", url, "--timestamp-roots"), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aReleaseIsTimestampedAndThatIsVerified() throws Exception {
        JsonNode said = publish("--timestamp-authority", server.url(), "--require-timestamps", "--json")
                .ends(ExitCode.OK)
                .json();
        assertThat(server.asked).containsExactly("POST application/timestamp-query");
        String time = said.at("/timestamps/0/time").textValue();
        assertThat(said.at("/timestamps/0/authority").textValue()).isEqualTo(server.url());

        String root = authority.root().toString();
        JsonNode json = verify(root, "--json").ends(ExitCode.OK).json();
        JsonNode one = json.at("/attestations/0/timestamps/0");
        assertThat(one.get("verified").booleanValue()).isTrue();
        assertThat(one.get("time").textValue()).isEqualTo(time);
        assertThat(one.get("authority").textValue()).isEqualTo("CN=tsa");
        String shown = time.replace('T', ' ').replaceFirst("(\\..*)?Z", " UTC");
        assertThat(verify(root).ends(ExitCode.OK).out())
                .contains(
                        "  timestamp  " + shown + " by CN=tsa\n",
                        "1 key of the channel has signed it with a timestamp that counts, 1 is needed");
        assertThat(shell.read("attest", "show", url).ends(ExitCode.OK).out())
                .contains("  unverified " + shown + " by CN=tsa, by its own word");
    }

    @Test
    void whatHasNoTimestampThatCountsIsRefusedWhereRootsAreGiven() throws Exception {
        OpensslAuthority other = OpensslAuthority.in(directory.resolve("other"));
        String root = authority.root().toString();
        publish().ends(ExitCode.OK);
        assertThat(verify(root).ends(ExitCode.DIFFERENT).out())
                .contains("refused      0 keys of the channel have signed it with a timestamp that counts");
        Path first = token(0);

        shell.write("b", Shell.noise(2, 10_000));
        publish("--timestamp-authority", server.url()).ends(ExitCode.OK);
        assertThat(verify(other.root().toString()).ends(ExitCode.DIFFERENT).out())
                .contains("no time    " + shell.repository.relativize(token(0)) + ": no chain of certificates leads");
        // One of another release's attestation.
        Files.copy(token(0), first, StandardCopyOption.REPLACE_EXISTING);
        assertThat(verify(root, "--channel", Shell.CHANNEL + "@1")
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("is a timestamp of something else");
        // What somebody else has put beside a good one does no harm.
        Files.writeString(token(1), "nothing");
        assertThat(verify(root).ends(ExitCode.OK).out()).contains("is no timestamp as RFC 3161 has it");
        shell.read("attest", "verify", url).ends(ExitCode.OK);
    }

    @Test
    void anAttestationInAFileHasItsTimestampsBesideIt() throws Exception {
        publish("--timestamp-authority", server.url()).ends(ExitCode.OK);
        Path token = token(0);
        Path envelope = token.resolveSibling("0.json");
        Path copy = Files.copy(envelope, directory.resolve("copy.json"));
        Files.move(token, directory.resolve("copy.0.tsr"));
        verify(authority.root().toString()).ends(ExitCode.DIFFERENT);
        verify(authority.root().toString(), "--attestation", copy.toString()).ends(ExitCode.OK);
    }

    @Test
    void anAuthorityThatIsDownIsAWarningUnlessItIsRequired() throws Exception {
        server.status = 503;
        assertThat(publish("--timestamp-authority", server.url(), "--require-timestamps")
                        .ends(ExitCode.UNAVAILABLE)
                        .err())
                .contains("nothing was released", server.url() + ": answered with status 503");
        Path config = Files.writeString(
                directory.resolve("freshet.yaml"),
                "timestamps:\n  authorities: [\"" + server.url() + "\"]\n  required: true\n");
        publish("--config", config.toString()).ends(ExitCode.UNAVAILABLE);
        Files.writeString(config, "timestamps:\n  authorities: [\"" + server.url() + "\"]\n");
        Shell.Run run = publish("--config", config.toString(), "--json").ends(ExitCode.OK);
        assertThat(run.err()).contains("released without a timestamp of " + server.url());
        assertThat(run.json().at("/timestamps/0/problem").textValue()).contains("answered with status 503");
        assertThat(server.asked).hasSize(3);
    }

    @Test
    void anAnswerThatIsNoTimestampIsNotStored() throws Exception {
        try (TimestampServer lies = new TimestampServer(new Replaying(authority))) {
            for (String problem : List.of("its nonce is not ours", "not of type application/timestamp-reply")) {
                shell.write("c", Shell.noise(problem.length(), 10_000));
                assertThat(publish("--timestamp-authority", lies.url())
                                .ends(ExitCode.OK)
                                .err())
                        .contains(problem);
                assertThat(token(0)).doesNotExist();
                lies.type = "text/html";
            }
        }
    }

    /** Answers with another nonce. */
    private record Replaying(OpensslAuthority real) implements io.freshet.core.timestamp.TimestampAuthority {
        @Override
        public String name() {
            return "replaying";
        }

        @Override
        public byte[] ask(byte[] query) throws java.io.IOException {
            byte[] other = query.clone();
            // The nonce is before the last field, certReq, which has three bytes.
            other[other.length - 4] ^= 1;
            return real.ask(other);
        }
    }

    @Test
    void wrongOptionsAreSaid() {
        assertThat(publish("--timestamp-authority", "tsa.example")
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("begins with http:// or https://");
        assertThat(publish("--require-timestamps").ends(ExitCode.USAGE).err())
                .contains("Name an authority with --timestamp-authority");
        assertThat(publish(Stream.generate(() -> Stream.of("--timestamp-authority", server.url()))
                                .limit(5)
                                .flatMap(each -> each)
                                .toArray(String[]::new))
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("at most 4 timestamp authorities");
        assertThat(verify("nowhere.pem").ends(ExitCode.USAGE).err()).contains("there is no file nowhere.pem");
        assertThat(verify(directory.resolve("tsa/uses").toString())
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("--timestamp-roots:", "certificate");
    }
}
