package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.CHANNEL;
import static io.freshet.core.trust.TestRepository.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.testing.Python;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same repository through python-tuf 7, which is another's reading of the specification; in both directions. */
class PythonTufTest {

    private static final String PYTHON = Python.VARIABLE;

    @TempDir
    private Path directory;

    @BeforeAll
    static void hasPythonTuf() {
        assumeTrue(
                System.getenv(PYTHON) != null,
                PYTHON + " does not name a python that has tuf 7 (pip install tuf==7.0.0 cryptography)");
    }

    static Stream<Arguments> signers() {
        FileKey ecdsa = JcaKey.P256.asFileKey();
        FileKey rsa = JcaKey.RSA.asFileKey();
        return Stream.of(
                Arguments.of("ed25519", Forge.key(1), Forge.key(3)),
                Arguments.of("ecdsa", ecdsa, ecdsa),
                Arguments.of("rsa", rsa, rsa),
                Arguments.of("rsa and ecdsa", rsa, ecdsa));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signers")
    void readsWhatTheSignerSigned(String types, FileKey root, FileKey online) throws Exception {
        // It goes by the machine's clock, so nothing may expire.
        Duration ages = Duration.ofDays(36_500);
        Keys keys = new Keys(List.of(root), Optional.of(online));
        TestRepository repository = new TestRepository(keys, new Lifetimes(ages, ages, ages), CHANNEL);
        repository.publish("release 1", START);
        repository.publish("release 2", START);
        repository.put(repository.signer.renewRoot(repository.state, START));

        assertThat(read(repository, CHANNEL.target())).as(types).isEqualTo("release 2");
        assertThat(read(repository, "policy.json")).isEqualTo(new String(TestRepository.POLICY, UTF_8));
    }

    /** By the commit that holds under both roots, as {@code root publish} makes it, before the new root and after it. */
    @ParameterizedTest(name = "the new root is there: {0}")
    @ValueSource(booleans = {false, true})
    void readsARepositoryWhoseOnlineKeyIsReplaced(boolean rooted) throws Exception {
        Duration ages = Duration.ofDays(36_500);
        FileKey next = Forge.key(4);
        Keys keys = new Keys(List.of(Forge.key(1)), Optional.of(Forge.key(3)), List.of(next));
        TestRepository repository = new TestRepository(keys, new Lifetimes(ages, ages, ages), CHANNEL);
        repository.publish("release 1", START);
        RootDraft draft = RootDraft.after(repository.state.root(), START.plus(ages))
                .contact(Optional.of(new Contact("ops@acme.example")))
                .replaceKeys(
                        List.of(RoleName.SNAPSHOT, RoleName.TIMESTAMP),
                        new RootDraft.Signers(List.of(next.publicKey()), 1))
                .sign(Forge.key(1));
        RootMetadata root = draft.root();
        RepositorySigner both = repository.signer.underBothAnd(root);
        Handover handover = new Handover(List.of(repository.state.root().signed()), root);
        List<SignedFile<TargetsMetadata>> changed = List.of(
                both.handOver(repository.state, handover, 2, START),
                both.handOverChannel(repository.state, CHANNEL, handover, 3, START));
        changed.forEach(repository::put);
        SignedFile<SnapshotMetadata> snapshot = both.snapshot(repository.state, changed, 3, START);
        repository.put(snapshot);
        repository.put(both.timestamp(repository.state, snapshot, 3, START));
        if (rooted) {
            repository.objects.put("metadata/2.root.json", draft.bytes());
        }
        assertThat(read(repository, CHANNEL.target())).isEqualTo("release 1");
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, ed25519, Ed25519Key",
        "ecdsa, ecdsa-sha2-nistp256, EcdsaKey",
        "ecdsa-sha2-nistp256, ecdsa-sha2-nistp256, EcdsaKey",
        "rsa, rsassa-pss-sha256, RsaKey"
    })
    void signsWhatTheUpdaterReads(String type, String scheme, String read) throws Exception {
        Path made = directory.resolve("made");
        assertThat(run("make_repository.py", made.toString(), type, scheme)).isEmpty();
        Updater updater = new Updater(new TrustMemory(), new DirectoryMirror(made), START);
        TrustedState state = updater.refresh(Optional.of(Files.readAllBytes(made.resolve("metadata/1.root.json"))));
        Updater.Located target = updater.find("a/b/file.txt");

        assertThat(state.root().signed().keys().byId().values())
                .extracting(key -> key.getClass().getSimpleName())
                .containsExactly(read);
        assertThat(target.role()).isEqualTo("inner");
        assertThat(target.file().other().get("custom").orElseThrow().toString()).isEqualTo("{\"note\":\"kept\"}");
        assertThat(updater.fetch(target, 100)).asString(UTF_8).isEqualTo("grüße");
        assertThat(state.root().signed().other().get("x-ünknown")).isPresent();
    }

    /** One mirror: a directory. */
    private record DirectoryMirror(Path top) implements MetadataSource {

        @Override
        public List<String> mirrors() {
            return List.of(top.toString());
        }

        @Override
        public Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException {
            try {
                return Optional.of(Files.readAllBytes(top.resolve(path)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    private String read(TestRepository repository, String target) throws Exception {
        Path root = Files.write(directory.resolve("root.json"), repository.root());
        Path work = Files.createTempDirectory(directory, "work");
        HttpServer server = serve(repository.objects);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            return run("read_repository.py", url, root.toString(), work.toString(), target);
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer serve(Map<String, byte[]> objects) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = objects.get(exchange.getRequestURI().getPath().substring(1));
            if (bytes == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private String run(String script, String... arguments) throws Exception {
        return new Python(PythonTufTest.class, directory).run(script, arguments);
    }
}
