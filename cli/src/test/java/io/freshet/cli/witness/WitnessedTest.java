package io.freshet.cli.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: witnesses that run, a publisher that asks them, a node that wants two of three to have cosigned. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class WitnessedTest {

    private static final String CHANNEL = "mainnet/archive";

    @TempDir
    Path directory;

    private final List<RunningWitness> witnesses = new ArrayList<>();
    private String vkey;
    private Path policy;
    private int night;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(directory.resolve("source"));
        run(ExitCode.OK, "init", "--to", to(), "--keys", keys(), "--channel", CHANNEL);
        vkey = json("log", "verify", to(), "--root", keys() + "/root.json")
                .get("repositories")
                .get(0)
                .get("keys")
                .get(0)
                .textValue();
        for (int n = 1; n <= 2; n++) {
            witnesses.add(RunningWitness.start(directory.resolve("w" + n), "witness.example/w" + n, "--log", vkey));
        }
    }

    @AfterEach
    void stop() {
        witnesses.forEach(RunningWitness::close);
    }

    private String to() {
        return "file:" + directory.resolve("repository");
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    /** Two of three, of which the third is at {@code url}. */
    private void writePolicy(String third, String url) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 2; n++) {
            RunningWitness each = witnesses.get(n);
            text.append("witness w" + (n + 1) + " " + each.vkey() + " " + each.url() + "\n");
        }
        text.append("witness w3 " + third + " " + url + "\ngroup g 2 w1 w2 w3\nquorum g\n");
        policy = Files.writeString(directory.resolve("policy"), text.toString());
    }

    private static Cli.Run run(ExitCode exit, String... arguments) {
        Cli.Run run = Cli.run(arguments);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(exit.code());
        return run;
    }

    private static JsonNode json(String... arguments) throws IOException {
        return Cli.report(arguments);
    }

    private Cli.Run publish(ExitCode exit, String... more) throws IOException {
        Files.writeString(directory.resolve("source/night"), "night " + night++);
        List<String> all = new ArrayList<>(
                List.of("publish", directory.resolve("source").toString(), "--to", to(), "--keys", keys()));
        all.addAll(List.of(
                "--channel", CHANNEL, "--state", directory.resolve("state").toString(), "--json"));
        all.addAll(List.of(more));
        return run(exit, all.toArray(String[]::new));
    }

    private static JsonNode witnessesOf(Cli.Run run) throws IOException {
        return new ObjectMapper().readTree(run.out()).get("witnesses");
    }

    private Cli.Run fetch(ExitCode exit) throws Exception {
        try (HttpMirror mirror = new HttpMirror(directory.resolve("repository"))) {
            return fetch(exit, mirror.url());
        }
    }

    private Cli.Run fetch(ExitCode exit, String from) {
        return run(
                exit,
                "fetch",
                "--from",
                from,
                "--root",
                keys() + "/root.json",
                "--channel",
                CHANNEL,
                "--into",
                directory.resolve("node").toString(),
                "--log-policy",
                policy.toString());
    }

    /** A vkey of nobody who runs. */
    private String unused() throws Exception {
        try (RunningWitness gone = RunningWitness.start(directory.resolve("w3"), "witness.example/w3", "--log", vkey)) {
            return gone.vkey();
        }
    }

    @Test
    void twoOfThreeAreEnoughWhereOneIsDown() throws Exception {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            writePolicy(unused(), "http://127.0.0.1:" + closed.getLocalPort());
        }
        JsonNode witnessed = witnessesOf(publish(ExitCode.OK, "--log-policy", policy.toString()));
        assertThat(witnessed.get("met").booleanValue()).isTrue();
        assertThat(witnessed.get("each").get(2).get("cosigned").booleanValue()).isFalse();
        assertThat(witnessed.get("each").get(2).get("why").textValue()).isNotEmpty();
        fetch(ExitCode.OK);
        // And as the log grows, by freshet.yaml.
        Path yaml = Files.writeString(
                directory.resolve("freshet.yaml"), "witnesses:\n  policy: policy\n  required: true\n");
        assertThat(witnessesOf(publish(ExitCode.OK, "--config", yaml.toString()))
                        .get("met")
                        .booleanValue())
                .isTrue();
        fetch(ExitCode.OK);
        assertThat(witnesses.get(0).said()).contains("200  cosigned, grown from 1");
    }

    @Test
    void aWitnessThatLiesIsLeftOut() throws Exception {
        // It answers under another key than the policy says.
        try (RunningWitness liar =
                RunningWitness.start(directory.resolve("liar"), "witness.example/w3", "--log", vkey)) {
            writePolicy(unused(), liar.url());
            JsonNode witnessed = witnessesOf(publish(ExitCode.OK, "--log-policy", policy.toString()));
            assertThat(witnessed.get("met").booleanValue()).isTrue();
            assertThat(witnessed.get("each").get(2).get("why").textValue())
                    .startsWith("answered without a cosignature by witness.example/w3+");
            fetch(ExitCode.OK);
        }
    }

    @Test
    void withOneOfThreeTheReleaseWaitsForWitnessesAtTheNodesOnly() throws Exception {
        writePolicy(unused(), "http://127.0.0.1:1/w3");
        publish(ExitCode.OK, "--log-policy", policy.toString());
        fetch(ExitCode.OK);
        witnesses.get(1).kill();
        Cli.Run warned = publish(ExitCode.OK, "--log-policy", policy.toString());
        assertThat(warned.err()).contains("too few witnesses have cosigned the log: 1 of 3", "freshet renew");
        assertThat(witnessesOf(warned).get("met").booleanValue()).isFalse();
        assertThat(fetch(ExitCode.UNTRUSTED).err()).contains("asks for cosignatures of 2 of (w1, w2, w3)");
        Cli.Run refused = publish(ExitCode.UNAVAILABLE, "--log-policy", policy.toString(), "--require-witnesses");
        assertThat(refused.err()).contains("nothing was released, since too few witnesses", "w2: no connection");
        String[] renew = {
            "renew", "--to", to(), "--keys", keys(), "--log-policy", policy.toString(), "--require-witnesses"
        };
        assertThat(run(ExitCode.UNAVAILABLE, renew).err()).contains("too few witnesses");
        // It comes back where it was, and with what it knew.
        RunningWitness back = RunningWitness.start(directory.resolve("w2"), "witness.example/w2", "--log", vkey);
        witnesses.set(1, back);
        writePolicy(unused(), "http://127.0.0.1:1/w3");
        renew[6] = policy.toString();
        Files.writeString(Path.of(to().substring("file:".length()), "log/tile/0/000.p/3"), "garbage\n");
        Cli.Run asked = run(ExitCode.OK, renew);
        assertThat(asked.out()).contains("witnesses    2 of 3 have cosigned");
        assertThat(asked.err()).contains("made again from log/seq/: log/tile/0/000.p/3\n");
        fetch(ExitCode.OK);
    }

    /** Whatever ends in a release is cosigned as a publication is. */
    @Test
    void whatIsDoneToAChannelIsWitnessedToo() throws Exception {
        writePolicy(unused(), "http://127.0.0.1:1/w3");
        Path yaml = Files.writeString(
                directory.resolve("freshet.yaml"), "witnesses:\n  policy: policy\n  required: true\n");
        publish(ExitCode.OK);
        run(ExitCode.OK, "channel", "add", "mainnet/full", "--to", to(), "--keys", keys());
        String[] promote = {
            "promote", CHANNEL, "mainnet/full", "--to", to(), "--keys", keys(), "--config", yaml.toString(), "--json"
        };
        assertThat(witnessesOf(run(ExitCode.OK, promote)).get("met").booleanValue())
                .isTrue();
        String[] halt = {
            "channel",
            "halt",
            CHANNEL,
            "--to",
            to(),
            "--keys",
            keys(),
            "--log-policy",
            policy.toString(),
            "--reason",
            "test"
        };
        assertThat(run(ExitCode.OK, halt).out()).contains("witnesses    2 of 3 have cosigned");
        fetch(ExitCode.HALTED);
        witnesses.get(1).kill();
        assertThat(run(ExitCode.UNAVAILABLE, promote).err())
                .contains("nothing was released, since too few witnesses", "w2: ");
        Cli.Run resumed = run(
                ExitCode.OK,
                "channel",
                "resume",
                CHANNEL,
                "--to",
                to(),
                "--keys",
                keys(),
                "--log-policy",
                policy.toString());
        assertThat(resumed.out()).contains("resumed      mainnet/archive @ 3", "witnesses    1 of 3 have cosigned");
        assertThat(resumed.err()).contains("too few witnesses have cosigned the log", "freshet renew");
    }

    /** The new key signs the checkpoint anew, which no witness has cosigned: it is asked along with the change. */
    @Test
    void theLogThatAnotherKeySignsIsWitnessedAgain() throws Exception {
        writePolicy(unused(), "http://127.0.0.1:1/w3");
        publish(ExitCode.OK, "--log-policy", policy.toString());
        fetch(ExitCode.OK);
        String[] publish = rotation();
        witnesses.get(1).kill();
        Cli.Run missed = run(ExitCode.UNAVAILABLE, publish);
        assertThat(missed.out()).contains("version 2 is in force", "witnesses    0 of 3 have cosigned");
        assertThat(missed.err()).contains("too few witnesses have cosigned the log: 0 of 3", "w1: answered 403");
        fetch(ExitCode.UNTRUSTED);
        // They are told of the new key, and the same command ends it.
        witnesses.get(0).kill();
        String next = json("log", "verify", to(), "--root", keys() + "/root.json")
                .at("/repositories/0/keys/0")
                .textValue();
        for (int n = 1; n <= 2; n++) {
            Path state = directory.resolve("w" + n);
            witnesses.set(n - 1, RunningWitness.start(state, "witness.example/w" + n, "--log", next));
        }
        writePolicy(unused(), "http://127.0.0.1:1/w3");
        JsonNode witnessed = new ObjectMapper()
                .readTree(run(ExitCode.OK, with(publish, "--json")).out())
                .get("witnesses");
        assertThat(witnessed.get("met").booleanValue()).isTrue();
        fetch(ExitCode.OK);
        try (HttpMirror follower = new HttpMirror(directory.resolve("follower"))) {
            fetch(ExitCode.OK, follower.url());
        }
    }

    /** A signed draft that replaces the online key, and the command that puts it in force. */
    private String[] rotation() throws Exception {
        String key = keys() + "/online-2.key";
        run(ExitCode.OK, "key", "generate", key);
        Path half = directory.resolve("online-2.pub");
        Files.writeString(half, run(ExitCode.OK, "key", "export", key).out());
        String draft = directory.resolve("draft").toString();
        String[] rotate = {"root", "rotate", half.toString(), "--to", to(), "--current", keys() + "/root.json"};
        run(ExitCode.OK, with(rotate, "--out", draft));
        run(ExitCode.OK, "root", "sign", draft, "--key", keys() + "/root-1.key");
        String[] publish = {"root", "publish", draft, "--to", to(), "--keys", keys(), "--require-witnesses"};
        return with(publish, "--to", "file:" + directory.resolve("follower"), "--log-policy", policy.toString());
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void saysWhatIsWrongWithAPolicyBeforeItReadsTheSource() throws Exception {
        policy = Files.writeString(
                directory.resolve("policy"), "witness w1 " + witnesses.get(0).vkey() + "\nquorum w1\n");
        assertThat(publish(ExitCode.USAGE, "--log-policy", policy.toString()).err())
                .contains("has no URL of any witness");
        Files.writeString(policy, "witness w1 " + witnesses.get(0).vkey() + " ftp://w1\nquorum w1\n");
        assertThat(publish(ExitCode.USAGE, "--log-policy", policy.toString()).err())
                .contains("the URL of witness w1 is no http");
        Files.writeString(policy, "witness w1 " + witnesses.get(0).vkey() + " http://127.0.0.1:1\nquorum none\n");
        assertThat(publish(ExitCode.USAGE, "--log-policy", policy.toString(), "--require-witnesses")
                        .err())
                .contains("the quorum of " + policy + " is none");
        assertThat(publish(ExitCode.USAGE, "--require-witnesses").err()).contains("give --log-policy FILE");
    }

    /** Silence is not waited for for long; what it costs is said by the publication's own time. */
    @Test
    void aWitnessThatIsSilentIsPassedBy() throws Exception {
        try (ServerSocket silent = new ServerSocket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            writePolicy(unused(), "http://127.0.0.1:" + silent.getLocalPort());
            JsonNode witnessed = witnessesOf(publish(ExitCode.OK, "--log-policy", policy.toString()));
            assertThat(witnessed.get("met").booleanValue()).isTrue();
            assertThat(witnessed.get("each").get(2).get("why").textValue()).isEqualTo("has not answered within 10 s");
        }
    }

    /** As of a repository that was put back to an older state, or a log that somebody else with the key has shown. */
    @Test
    void anotherHistoryThanTheWitnessesKnowIsSaidLoudly() throws Exception {
        writePolicy(unused(), "http://127.0.0.1:1/w3");
        String[] asked = {"--log-policy", policy.toString()};
        publish(ExitCode.OK, asked);
        Path repository = directory.resolve("repository");
        Path older = copy(repository, directory.resolve("older"));
        publish(ExitCode.OK, asked);
        Files.move(repository, directory.resolve("newer"));
        Files.move(older, repository);

        Cli.Run warned = publish(ExitCode.OK, asked);
        assertThat(warned.err())
                .contains("WARNING: a witness has cosigned ANOTHER HISTORY of this log: w1: answered 422: this is")
                .contains("too few witnesses have cosigned the log");
        JsonNode json = witnessesOf(warned);
        assertThat(json.get("otherHistory").booleanValue()).isTrue();
        assertThat(json.get("each").get(0).get("otherHistory").booleanValue()).isTrue();
        assertThat(json.get("each").get(2).has("otherHistory")).isFalse();
        Cli.Run refused = publish(ExitCode.UNTRUSTED, "--log-policy", policy.toString(), "--require-witnesses");
        assertThat(refused.err()).contains("nothing was released, since a witness has cosigned another history");
        String[] renew = {"renew", "--to", to(), "--keys", keys(), "--log-policy", policy.toString()};
        assertThat(run(ExitCode.OK, renew).err()).contains("ANOTHER HISTORY");
        List<String> required = new ArrayList<>(List.of(renew));
        required.add("--require-witnesses");
        run(ExitCode.UNTRUSTED, required.toArray(String[]::new));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
        return to;
    }
}
