package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others' repositories may have and ours never do: the specification allows it, and the client copes with it. */
class ForeignRepositoryTest {

    private static final Instant NOW = START.plus(Duration.ofDays(5));
    private static final byte[] CONTENT = "content".getBytes(UTF_8);
    private static final String SHA512 =
            "b2d1d285b5199c85f988d03649c37e44fd3dde01e5d69c50fef90651962f48110e9340b60d49a479c4"
                    + "c0b53f5f07d690686dd87d2481937a512e8b85ee7c617f";

    @TempDir
    private Path directory;

    private TestRepository repository;
    private TestMirrors mirrors;

    @BeforeEach
    void make() throws Exception {
        repository = TestRepository.withReleases(0);
        mirrors = TestMirrors.of(repository);
    }

    /** Consistent snapshots off: one name for all versions of a document, and none but the root's version in a name. */
    @Test
    void documentsUnderOneNameForAllVersions() throws Exception {
        Map<String, byte[]> plain = new TreeMap<>();
        byte[] root = Forge.edit(repository.root(), signed -> signed.remove("consistent_snapshot"), repository.root1);
        plain.put("metadata/timestamp.json", repository.get("metadata/timestamp.json"));
        plain.put("metadata/snapshot.json", repository.get("metadata/1.snapshot.json"));
        plain.put("metadata/targets.json", repository.get("metadata/1.targets.json"));
        plain.put("metadata/channel.mainnet.archive.json", repository.get("metadata/1.channel.mainnet.archive.json"));
        plain.put("targets/policy.json", TestRepository.POLICY);
        mirrors.objects.put("a", plain);
        Updater updater = updater();
        updater.refresh(Optional.of(root));

        assertThat(updater.fetch(updater.find("policy.json"), 100)).isEqualTo(TestRepository.POLICY);
        assertThat(catchThrowableOfType(
                        TrustException.NoSuchTarget.class, () -> updater.find("channels/mainnet/archive.json")))
                .isNotNull();
        assertThat(mirrors.requests)
                .containsExactly(
                        "a metadata/2.root.json",
                        "a metadata/timestamp.json",
                        "a metadata/snapshot.json",
                        "a metadata/targets.json",
                        "a targets/policy.json",
                        "a metadata/channel.mainnet.archive.json");
    }

    /** Names that lead elsewhere, in URLs or in file systems, and one that looks like a kept version of the root. */
    @ParameterizedTest
    @ValueSource(strings = {"../../x", "/x", "?", "#", "..", "a b", "1.root", "größe", "%2e"})
    void aRoleWhoseNameLeadsElsewhere(String name) throws Exception {
        rename("channel.mainnet.archive", name);
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));

        assertThat(catchThrowableOfType(
                        TrustException.NoSuchTarget.class, () -> updater.find("channels/mainnet/archive.json")))
                .isNotNull();
        assertThat(mirrors.requests).last().asString().isEqualTo("a metadata/1." + RoleName.encode(name) + ".json");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(directory::relativize)
                            .map(Path::toString))
                    .containsExactlyInAnyOrder(
                            "root.json",
                            "root_history/1.root.json",
                            "timestamp.json",
                            "snapshot.json",
                            "targets.json",
                            RoleName.encode(name) + ".json");
        }
    }

    @Test
    void aRoleWithoutAName() throws Exception {
        rename("channel.mainnet.archive", "");

        assertThat(catchThrowableOfType(
                        TrustException.Malformed.class, () -> updater().refresh(Optional.of(repository.root()))))
                .hasMessageContaining("the name of a role has 1 to 220 characters");
    }

    /** Before version 1.0 of the specification snapshots listed the root. */
    @Test
    void aSnapshotThatListsTheRoot() throws Exception {
        publish(meta -> meta.putObject("root.json").put("version", 1));
        Updater updater = updater();

        assertThat(updater.refresh(Optional.of(repository.root()))
                        .snapshot()
                        .orElseThrow()
                        .signed()
                        .meta())
                .containsKey("root");
    }

    /** What is kept are the bytes that came: hashes of them may be listed elsewhere. */
    @Test
    void aDocumentThatIsWrittenInAnotherWay() throws Exception {
        byte[] spaced = (new String(repository.get("metadata/timestamp.json"), UTF_8) + " \n").getBytes(UTF_8);
        repository.objects.put("metadata/timestamp.json", spaced);
        updater().refresh(Optional.of(repository.root()));

        assertThat(directory.resolve("timestamp.json")).hasBinaryContent(spaced);
    }

    @Test
    void aTargetThatHasNoSha256() throws Exception {
        list("sha512", SHA512);
        repository.objects.put("targets/" + SHA512 + ".a file.txt", CONTENT);
        repository.objects.put("targets/" + SHA512 + ".a%20file.txt", CONTENT);
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));
        Updater.Located target = updater.find("a file.txt");

        assertThat(target.object()).isEqualTo("targets/" + SHA512 + ".a%20file.txt");
        assertThat(target.fileName()).isEqualTo("a%20file.txt");
        assertThat(updater.fetch(target, 100)).isEqualTo(CONTENT);
    }

    @Test
    void aTargetWithHashesThatNobodyKnows() throws Exception {
        list("blake9", "00ff");
        repository.objects.put("targets/00ff.a%20file.txt", CONTENT);
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));
        Updater.Located target = updater.find("a file.txt");

        var error = catchThrowableOfType(TrustException.UnsupportedHashes.class, () -> updater.fetch(target, 100));
        assertThat(error.algorithms()).containsExactly("blake9");
    }

    /** The targets list a file by one hash. */
    private void list(String algorithm, String hash) {
        byte[] targets = Forge.edit(
                repository.get("metadata/1.targets.json"),
                signed -> ((ObjectNode) signed.get("targets"))
                        .putObject("a file.txt")
                        .put("length", CONTENT.length)
                        .putObject("hashes")
                        .put(algorithm, hash),
                repository.root1);
        repository.objects.put("metadata/1.targets.json", targets);
        publish(meta -> {});
    }

    private void rename(String role, String name) {
        byte[] targets = Forge.edit(
                repository.get("metadata/1.targets.json"),
                signed -> ((ObjectNode) ((ArrayNode) signed.at("/delegations/roles")).get(0)).put("name", name),
                repository.root1);
        repository.objects.put("metadata/1.targets.json", targets);
        byte[] document = repository.get("metadata/1." + role + ".json");
        repository.objects.put("metadata/1." + (name.isEmpty() ? "x" : RoleName.encode(name)) + ".json", document);
        publish(meta -> meta.set(name + ".json", meta.remove(role + ".json")));
    }

    /** A snapshot and a timestamp that name documents by their versions only. */
    private void publish(Consumer<ObjectNode> change) {
        byte[] snapshot = Forge.edit(
                repository.get("metadata/1.snapshot.json"),
                signed -> {
                    ObjectNode meta = (ObjectNode) signed.get("meta");
                    meta.forEach(file -> ((ObjectNode) file).retain("version"));
                    change.accept(meta);
                },
                repository.online);
        repository.objects.put("metadata/1.snapshot.json", snapshot);
        byte[] timestamp = Forge.edit(
                repository.get("metadata/timestamp.json"),
                signed -> ((ObjectNode) signed.at("/meta/snapshot.json")).retain("version"),
                repository.online);
        repository.objects.put("metadata/timestamp.json", timestamp);
    }

    private Updater updater() {
        return new Updater(new TrustDirectory(directory), mirrors, NOW);
    }
}
