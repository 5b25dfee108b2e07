package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.SigstoreBundle;
import io.freshet.core.timestamp.TimestampQuery;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.providers.testkit.OpensslAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet attest export}, and what it has written as {@code --attestation}. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AttestExportTest {

    @TempDir
    Path directory;

    private Shell shell;
    private String url;
    private Path out;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.write("a", Shell.noise(1, 10_000));
        shell.publish(Shell.CHANNEL);
        url = "file:" + shell.repository;
        out = directory.resolve("claims");
    }

    private Shell.Run export(String... more) {
        return shell.read(Stream.concat(Stream.of("attest", "export", url, "--out", out.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Shell.Run verify(Path bundle, String... more) {
        return shell.read(
                Stream.concat(Stream.of("attest", "verify", url, "--attestation", bundle.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private SigstoreBundle bundle() throws Exception {
        return SigstoreBundle.read("b", Files.readAllBytes(out.resolve("1.sigstore.json")));
    }

    private Path attestation() throws Exception {
        JsonNode json =
                shell.read("show", url, "--channel", Shell.CHANNEL, "--json").json();
        return shell.repository.resolve(
                AttestationPath.of(Digest.parse(json.get("manifest").textValue()), 0));
    }

    @Test
    void aReleaseIsExportedWithWhatVerifiesIt() throws Exception {
        JsonNode json = export("--json").ends(ExitCode.OK).json();
        assertThat(json.at("/bundles/0/predicateType").textValue()).isEqualTo("https://slsa.dev/provenance/v1");
        assertThat(json.at("/bundles/0/cosign").textValue())
                .isEqualTo("cosign verify-blob-attestation --key " + out + "/1.pem --bundle " + out
                        + "/1.sigstore.json --type slsaprovenance1 --insecure-ignore-tlog " + out + "/manifest.json");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("manifest.json", "1.sigstore.json", "1.pem");
        }
        assertThat(Digest.of(Files.readAllBytes(out.resolve("manifest.json"))))
                .hasToString(json.get("manifest").textValue());
        VerifyingKey key = PublicKeyFile.read(out.resolve("1.pem"));
        assertThat(key.id()).isEqualTo(json.at("/bundles/0/signedBy/id").textValue());
        assertThat(bundle().envelope().signedBy(List.of(key))).containsExactly(key);
    }

    @Test
    void whatDoesNotCountIsNotExported() throws Exception {
        Files.delete(attestation());
        assertThat(export().ends(ExitCode.DIFFERENT).out())
                .contains("attestation  none", "refused      none of them counts: nothing was written");
        assertThat(out).doesNotExist();
    }

    @Test
    void aDirectoryIsMadeWholeAndNoneIsWrittenOver() throws Exception {
        Path unfinished = Files.createDirectory(directory.resolve(".claims.freshet-unfinished"));
        Files.writeString(unfinished.resolve("2.pem"), "left by a run that died");
        export().ends(ExitCode.OK);
        assertThat(unfinished).doesNotExist();
        assertThat(out.resolve("2.pem")).doesNotExist();
        assertThat(export().ends(ExitCode.USAGE).err()).contains(out + " is there already");
    }

    @Test
    void aPathThatAShellWouldSplitIsQuoted() throws Exception {
        out = directory.resolve("my claims' place");
        assertThat(export("--json")
                        .ends(ExitCode.OK)
                        .json()
                        .at("/bundles/0/cosign")
                        .textValue())
                .contains("--key '" + directory + "/my claims'\\'' place/1.pem' --bundle");
    }

    @Test
    void aBundleCountsLikeTheEnvelopeThatItHas() throws Exception {
        export().ends(ExitCode.OK);
        Files.delete(attestation());
        Path file = out.resolve("1.sigstore.json");
        shell.read("attest", "verify", url).ends(ExitCode.DIFFERENT);
        verify(file).ends(ExitCode.OK);
        verify(file, "--key", out.resolve("1.pem").toString()).ends(ExitCode.OK);
        Files.writeString(file, Files.readString(file).replace("bundle.v0.3", "bundle.v0.4"));
        assertThat(verify(file).ends(ExitCode.DIFFERENT).out()).contains("worthless  " + file, "up to version 0.3");
    }

    /** A bundle's timestamps are over the signature; one over all of it is of something else. */
    @Test
    void theTimestampsOfABundleAreOverItsSignature() throws Exception {
        export().ends(ExitCode.OK);
        Files.delete(attestation());
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        SigstoreBundle bare = bundle();
        Path file = directory.resolve("timed.json");
        String root = authority.root().toString();

        byte[] whole = authority.ask(
                TimestampQuery.about(bare.toBytes(), new Random(1)).toBytes());
        Files.write(file, new SigstoreBundle(bare.hint(), bare.envelope(), List.of(whole)).toBytes());
        assertThat(verify(file, "--timestamp-roots", root)
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("no time    timestamp 0 in " + file + ": is a timestamp of something else");

        byte[] right = authority.ask(
                TimestampQuery.about(bare.signature(), new Random(2)).toBytes());
        Files.write(file, new SigstoreBundle(bare.hint(), bare.envelope(), List.of(right)).toBytes());
        assertThat(verify(file, "--timestamp-roots", root).ends(ExitCode.OK).out())
                .contains("  timestamp  ", " by CN=tsa\n");
        Files.writeString(file, new String(bare.toBytes(), UTF_8));
        verify(file, "--timestamp-roots", root).ends(ExitCode.DIFFERENT);
    }
}
