package io.freshet.cli.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.SignatureType;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.log.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs, witnesses and checkers of others: ours is one of them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ForeignLogTest {

    private static final String CHANNEL = "mainnet/archive";

    @TempDir
    Path directory;

    private int night;

    @BeforeEach
    void make() throws Exception {
        Files.createDirectories(directory.resolve("source"));
    }

    private Path repository() {
        return directory.resolve("repository");
    }

    private void init() throws Exception {
        Cli.report("init", "--to", "file:" + repository(), "--keys", keys(), "--channel", CHANNEL);
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    private JsonNode publish(String... more) throws Exception {
        Files.writeString(directory.resolve("source/night"), "night " + night++);
        List<String> all =
                new ArrayList<>(List.of("publish", directory.resolve("source").toString()));
        all.addAll(List.of("--to", "file:" + repository(), "--keys", keys(), "--channel", CHANNEL));
        all.addAll(List.of("--state", directory.resolve("state").toString()));
        all.addAll(List.of(more));
        return Cli.report(all.toArray(String[]::new));
    }

    /** The log's key, as others are given it. */
    private String vkey() throws Exception {
        return Cli.report("log", "verify", "file:" + repository(), "--root", keys() + "/root.json")
                .get("repositories")
                .get(0)
                .get("keys")
                .get(0)
                .textValue();
    }

    private static LogPolicy policyOf(String text) throws Exception {
        return LogPolicy.parse(text.getBytes(UTF_8));
    }

    @Test
    void litewitnessCosignsOurLog() throws Exception {
        init();
        String vkey = vkey();
        try (Litewitness witness = Litewitness.start(directory, vkey.substring(0, vkey.indexOf('+')), vkey)) {
            Path policy = Files.writeString(
                    directory.resolve("policy"),
                    "witness lite " + witness.vkey + " " + witness.url + "\nquorum lite\n");
            for (int size = 1; size <= 3; size++) {
                JsonNode report = publish("--log-policy", policy.toString(), "--require-witnesses");
                assertThat(report.get("witnesses").toString()).contains("\"met\":true", "\"size\":" + size);
            }
            // A run that died when it had its answer: the witness says 409, and where it is.
            SignedCheckpoint checkpoint =
                    SignedCheckpoint.parse(Files.readAllBytes(repository().resolve(LogPaths.CHECKPOINT)));
            String note = new String(checkpoint.encode(), UTF_8);
            Files.writeString(
                    repository().resolve(LogPaths.CHECKPOINT), note.replaceAll("(?m)^— lite\\.example .*\n", ""));
            assertThat(publish("--log-policy", policy.toString())
                            .get("witnesses")
                            .toString())
                    .contains("\"met\":true", "\"size\":4");
            try (HttpMirror mirror = new HttpMirror(repository())) {
                Cli.report(
                        "fetch",
                        "--from",
                        mirror.url(),
                        "--root",
                        keys() + "/root.json",
                        "--channel",
                        CHANNEL,
                        "--into",
                        directory.resolve("node").toString(),
                        "--log-policy",
                        policy.toString());
            }
        }
    }

    /** Tessera's log, with entries of ours and without: our witness cosigns it, our tree reads it. */
    @Test
    void aLogOfTesserasIsCosignedByOursAndRead() throws Exception {
        ForeignProgram oneshot = ForeignProgram.find(
                "FRESHET_TEST_POSIX_ONESHOT",
                "posix-oneshot",
                "go install github.com/transparency-dev/tessera/cmd/examples/posix-oneshot@v1.0.4");
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        VerifierKey log = new VerifierKey(
                "example.com/foreign",
                SignatureType.ED25519,
                Base64.getEncoder().encodeToString(last(pair.getPublic().getEncoded())));
        Files.writeString(
                directory.resolve("log.key"),
                privateKey(log, last(pair.getPrivate().getEncoded())));
        try (RunningWitness witness =
                RunningWitness.start(directory.resolve("w"), "witness.example/ours", "--log", log.encode())) {
            String text = "witness ours " + witness.vkey() + " " + witness.url() + "\nquorum ours\n";
            Files.writeString(directory.resolve("policy"), text);
            List<String> entries = new ArrayList<>();
            for (int round = 1; round <= 2; round++) {
                Path batch = Files.createDirectories(directory.resolve("entries" + round));
                for (int n = 0; n < 200; n++) {
                    entries.add("round " + round + ", entry " + n);
                    Files.writeString(batch.resolve("e" + n), entries.getLast());
                }
                oneshot.run(
                        directory,
                        "--storage_dir=foreign",
                        "--private_key=log.key",
                        "--entries=entries" + round + "/*",
                        "--witness_policy_file=policy");
                VerifiedCheckpoint accepted = accept("log " + log.encode() + "\n" + text);
                assertThat(accepted.signatures()).hasSize(2);
                assertThat(accepted.head().size()).isEqualTo(entries.size());
                assertThat(read(accepted)).containsExactlyInAnyOrderElementsOf(entries);
            }
            assertThat(witness.said()).contains("example.com/foreign  200  cosigned, grown from ");
        }
    }

    private VerifiedCheckpoint accept(String policy) throws Exception {
        byte[] note = Files.readAllBytes(directory.resolve("foreign/checkpoint"));
        return policyOf(policy).accept(SignedCheckpoint.parse(note));
    }

    private List<String> read(VerifiedCheckpoint accepted) throws Exception {
        TiledTree tree = TiledTree.open(accepted.head(), path -> {
            Path file = directory.resolve("foreign").resolve(path.toString());
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        });
        List<String> entries = new ArrayList<>();
        for (long bundle = 0; bundle * 256 < accepted.head().size(); bundle++) {
            tree.entries(bundle).forEach(entry -> entries.add(new String(entry, UTF_8)));
        }
        return entries;
    }

    private static byte[] last(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    /** As golang.org/x/mod/sumdb/note writes it. */
    private static String privateKey(VerifierKey key, byte[] seed) {
        byte[] typed = new byte[33];
        typed[0] = 1;
        System.arraycopy(seed, 0, typed, 1, 32);
        return "PRIVATE+KEY+" + key.name() + "+" + HexFormat.of().toHexDigits(key.id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** It ends with 0 also where it has found something: what it says counts. */
    @Test
    void tesserasFsckFindsNothingWrongWithOurLog() throws Exception {
        ForeignProgram fsck = ForeignProgram.find(
                "FRESHET_TEST_FSCK",
                "tessera-fsck",
                "go install github.com/transparency-dev/tessera/cmd/fsck@v1.0.4, under that name");
        init();
        for (int n = 0; n < 3; n++) {
            publish();
        }
        Files.writeString(directory.resolve("log.pub"), vkey());
        try (HttpMirror mirror = new HttpMirror(repository())) {
            String[] arguments = {"--storage_url=" + mirror.url() + "/log/", "--public_key=log.pub", "--ui=false"};
            assertThat(fsck.run(directory, arguments)).contains("Successfully fsck'd");
            Path bundle = repository().resolve("log/tile/entries/000.p/3");
            byte[] bytes = Files.readAllBytes(bundle);
            bytes[100] ^= 1;
            Files.write(bundle, bytes);
            Process refused =
                    fsck.builder(directory, arguments).redirectErrorStream(true).start();
            assertThat(new String(refused.getInputStream().readAllBytes(), UTF_8))
                    .doesNotContain("Successfully fsck'd");
        }
    }
}
