package io.freshet.cli.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.Digest;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code freshet verify --offline} where channels are acted upon, and have rules. */
class OfflineRulesTest extends Attack {

    private static final ChannelName CHANNEL = new ChannelName(Victim.CHANNEL);

    /** The version in use keeps its number, and the channel names its manifest under another one. */
    @Test
    void whatWasHaltedAndResumedIsProven() throws Exception {
        victim.act("channel", "halt", Victim.CHANNEL, "--reason", "for an hour");
        victim.act("channel", "resume", Victim.CHANNEL);
        victim.fetches("one", mirror);

        holds();
    }

    @Test
    void theRulesAreThoseThatTheOfflineKeysHaveSigned() throws Exception {
        victim.hold();
        victim.fetches("one", mirror);
        holds();
        ReleaseProof good = proof();

        Files.write(file(), with(good, Map.of(), good.manifest(), Optional.empty()));
        refuses("lacks the rules of its channels (policy.json)");
        byte[] looser = new String(good.policy().orElseThrow(), UTF_8)
                .replaceFirst("(\"threshold\" *: *)2", "$11")
                .getBytes(UTF_8);
        Files.write(file(), with(good, Map.of(), good.manifest(), Optional.of(looser)));
        refuses("the policy");
    }

    /** All that a thief of the online key can sign is signed. */
    @Test
    void oneApprovalTooFew() throws Exception {
        victim.hold();
        victim.fetches("one", mirror);
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.withArray("approvals").remove(0);
        forge(pointer, proof().manifest());

        refuses("has 1 of the 2 approvals");
    }

    @Test
    void aReleaseOfTheHistoryNeedsApprovalsOfItsOwn() throws Exception {
        victim.hold();
        victim.fetches("one", mirror);
        byte[] manifest = "a manifest that nobody approved".getBytes(UTF_8);
        ObjectNode pointer = forger.pointer(CHANNEL);
        ObjectNode before = pointer.deepCopy().retain("location", "time").put("sequence", 1);
        before.putObject("manifest")
                .put("sha256", Digest.of(manifest).toString())
                .put("length", manifest.length);
        pointer.putArray("history").add(before);
        forge(pointer, manifest);

        refuses("release 1 of mainnet/archive has 0 of the 2 approvals");
    }

    @Test
    void aHaltedChannelIsRefusedAsByAFetch() throws Exception {
        ObjectNode pointer = forger.pointer(CHANNEL);
        pointer.putObject("halt")
                .put("reason", "the state root differs")
                .put("time", "2026-11-27T00:00:00Z")
                .putArray("signatures");
        forge(pointer, proof().manifest());

        refuses("halts the channel mainnet/archive", "the state root differs");
    }

    /** It lists the genuine keys beside a thief's, and so leads to the genuine next root. */
    @Test
    void aRootOfVersionOneThatIsNotTheFirstIsRefused() throws Exception {
        byte[] second = secondRoot();
        SigningKey thief = SigningKey.generate(new SecureRandom());
        byte[] lie = forger.edit(
                "metadata/1.root.json",
                signed -> {
                    ((ObjectNode) signed.get("keys"))
                            .set(thief.id(), thief.publicKey().toJson());
                    ((ArrayNode) signed.at("/roles/root/keyids")).add(thief.id());
                },
                thief);
        keepUnder(List.of(lie, second), Optional.empty());

        assertThat(verify().code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(verify().err()).contains("begins with another root of version 1 than the repository's first one");
    }

    @Test
    void aProofFromALaterRootOnIsOfTheSameLog() throws Exception {
        keepUnder(List.of(secondRoot()), proof().log());

        Cli.Run run = verify();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("log entry    0 of freshet/" + Digest.of(forger.bytes("metadata/1.root.json")));
    }

    /** The next root, by which the publisher is known from now on. */
    private byte[] secondRoot() throws IOException {
        String first = Digest.of(forger.bytes("metadata/1.root.json")).toString();
        byte[] second = forger.edit(
                "metadata/1.root.json",
                signed -> {
                    signed.put("version", 2);
                    signed.putObject("custom").put("firstRoot", first);
                },
                forger.root);
        Files.write(victim.keys.resolve("root.json"), second);
        return second;
    }

    private void keepUnder(List<byte[]> roots, Optional<ReleaseProof.Logged> log) throws IOException {
        ReleaseProof good = proof();
        ReleaseProof under = new ReleaseProof(
                good.channel(),
                good.taken(),
                roots,
                good.timestamp(),
                good.snapshot(),
                good.targets(),
                good.role(),
                good.pointer(),
                good.manifest(),
                good.policy(),
                log,
                good.attestations(),
                good.timestamps());
        Files.write(file(), under.toBytes());
    }

    /** Releases of a channel's history are named by whoever has the online key, as the current one is. */
    @Test
    void whoReadsAReleaseOfTheHistoryIsToldThatNobodyApprovedIt() throws Exception {
        victim.hold();
        Cli.Run current = Cli.run("ls", mirror.url(), "--channel", Victim.CHANNEL + "@2", "--root", root());
        assertThat(current.code()).as(current.err()).isZero();
        Cli.Run first = Cli.run("ls", mirror.url(), "--channel", Victim.CHANNEL + "@1", "--root", root());
        assertThat(first.code()).as(first.out()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(first.err()).contains("release 1 of mainnet/archive has 0 of the 2 approvals");
    }

    private String root() {
        return victim.keys.resolve("root.json").toString();
    }

    private Cli.Run verify() {
        return Cli.run("verify", "--offline", victim.node.toString(), "--root", root());
    }

    private void holds() {
        Cli.Run run = verify();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    private void refuses(String... words) {
        Cli.Run run = verify();
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains(words);
    }

    private Path file() throws IOException {
        try (Stream<Path> all = Files.list(victim.node.resolve(".freshet/proofs"))) {
            List<Path> files = all.toList();
            assertThat(files).hasSize(1);
            return files.getFirst();
        }
    }

    private ReleaseProof proof() throws IOException {
        return ReleaseProof.read("the proof", Files.readAllBytes(file()));
    }

    /** The kept proof becomes one of a channel that names this. */
    private void forge(ObjectNode pointer, byte[] manifest) throws IOException {
        ReleaseProof good = proof();
        Map<String, byte[]> forged = forger.point(CHANNEL, pointer, forger.online);
        Files.write(file(), with(good, forged, manifest, good.policy()));
    }

    private static byte[] with(
            ReleaseProof good, Map<String, byte[]> forged, byte[] manifest, Optional<byte[]> policy) {
        return new ReleaseProof(
                        good.channel(),
                        good.taken(),
                        good.roots(),
                        either(forged, "metadata/timestamp", good.timestamp()),
                        either(forged, "metadata/\\d+\\.snapshot", good.snapshot()),
                        good.targets(),
                        either(forged, "metadata/\\d+\\.channel\\.mainnet\\.archive", good.role()),
                        either(forged, "targets/.*", good.pointer()),
                        manifest,
                        policy,
                        good.log(),
                        good.attestations(),
                        good.timestamps())
                .toBytes();
    }

    private static byte[] either(Map<String, byte[]> forged, String name, byte[] good) {
        return forged.entrySet().stream()
                .filter(each -> each.getKey().matches(name + "\\.json"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(good);
    }
}
