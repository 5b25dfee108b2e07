package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same log through golang.org/x/mod/sumdb, which is another's reading of the same formats; in both directions. It is
 * older than C2SP's pages: its tiles have the height in their paths, which the program takes out.
 */
class GoTlogTest {

    private static final int SIZE = 1000;
    /** What Go's package reads as a checkpoint has this origin. */
    private static final String ORIGIN = "go.sum database tree";

    @TempDir
    private static Path tools;

    @TempDir
    private Path directory;

    private static Path program;

    @BeforeAll
    static void buildTheProgram() throws Exception {
        Optional<Path> go = go();
        assumeTrue(go.isPresent(), "there is no go, on the PATH or in /usr/local/go, to build tlogcheck with");
        Path source = Path.of(GoTlogTest.class.getResource("tlogcheck/go.mod").toURI())
                .getParent();
        String command = go.orElseThrow().toString();
        Ended loaded = run(tools, source, command, "mod", "download");
        assumeTrue(loaded.code == 0, "go can't get golang.org/x/mod v0.42.0: " + loaded.errors);
        program = tools.resolve("tlogcheck");
        Ended built = run(tools, source, command, "build", "-o", program.toString(), ".");
        assertThat(built.code).as(built.errors).isZero();
    }

    private static Optional<Path> go() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/local/go/bin"))
                .map(place -> Path.of(place, "go"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void goChecksWhatWasWritten() throws Exception {
        LogSigner signer = new LogSigner("freshet.example/log", TestLog.newKey());
        MemoryTiles tiles = new MemoryTiles();
        TreeAppender appender = TreeAppender.resume(TreeHead.EMPTY, tiles, tiles);
        for (int index = 0; index < SIZE; index++) {
            appender.append(Entries.entry(index));
        }
        TreeHead head = appender.flush();
        Checkpoint checkpoint = new Checkpoint(ORIGIN, head);
        Cosigner witness = new Cosigner("witness.example", TestLog.newKey());
        SignedCheckpoint signed =
                SignedCheckpoint.sign(checkpoint, signer).with(List.of(witness.cosign(checkpoint, 1_700_000_000)));
        save("vkey", signer.key().encode().getBytes(UTF_8));
        save("checkpoint", signed.encode());
        for (var object : tiles.objects.entrySet()) {
            save(object.getKey(), object.getValue());
        }
        save("proofs.json", proofs(TiledTree.open(head, tiles)).toString().getBytes(UTF_8));

        Ended ended = run(directory, directory, program.toString(), "check", directory.toString());
        assertThat(ended.code).as(ended.errors).isZero();
        assertThat(ended.output).isEqualTo("1000 entries, 77 and 48 proofs, 276 tiles\n");
    }

    private static ObjectNode proofs(TiledTree tree) throws Exception {
        ObjectNode proofs = new ObjectMapper().createObjectNode();
        ArrayNode inclusion = proofs.putArray("inclusion");
        for (int index = 0; index < SIZE; index += 13) {
            add(
                    inclusion.addObject().put("size", SIZE).put("index", index),
                    tree.inclusion(index).path());
        }
        ArrayNode consistency = proofs.putArray("consistency");
        for (int earlier = 1; earlier <= SIZE; earlier += 21) {
            add(
                    consistency.addObject().put("earlier", earlier).put("later", SIZE),
                    tree.consistency(earlier).path());
        }
        proofs.put("from", 300).put("to", 70_000);
        ArrayNode paths = proofs.putArray("newTiles");
        TilePath.newTiles(300, 70_000).map(TilePath::toString).forEach(paths::add);
        return proofs;
    }

    private static void add(ObjectNode proof, List<Digest> path) {
        ArrayNode hashes = proof.putArray("path");
        path.forEach(hash -> hashes.add(LogText.base64(hash.bytes())));
    }

    @Test
    void whatGoWroteIsChecked() throws Exception {
        Ended ended = run(directory, directory, program.toString(), "write", directory.toString());
        assertThat(ended.code).as(ended.errors).isZero();
        VerifierKey key = VerifierKey.parse(Files.readString(directory.resolve("vkey")));
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(Files.readAllBytes(directory.resolve("checkpoint")));
        assertThat(checkpoint.checkpoint().origin()).isEqualTo(ORIGIN);
        assertThat(checkpoint.note().verify(List.of(key))).hasSize(1);

        TiledTree tree = TiledTree.open(checkpoint.head(), this::tile);
        JsonNode proofs =
                new ObjectMapper().readTree(directory.resolve("proofs.json").toFile());
        for (JsonNode proof : proofs.get("inclusion")) {
            int index = proof.get("index").intValue();
            assertThat(tree.inclusion(index)).isEqualTo(new InclusionProof(index, path(proof)));
            assertThat(new InclusionProof(index, path(proof))
                            .holds(LogHash.leaf(Entries.entry(index)), checkpoint.head()))
                    .isTrue();
        }
        for (JsonNode proof : proofs.get("consistency")) {
            TreeHead earlier = tree.headAt(proof.get("earlier").longValue());
            assertThat(tree.consistency(earlier.size())).isEqualTo(new ConsistencyProof(path(proof)));
            assertThat(new ConsistencyProof(path(proof)).check(earlier, checkpoint.head()))
                    .isEqualTo(ConsistencyProof.Outcome.HOLDS);
        }
        List<String> paths = new ArrayList<>();
        proofs.get("newTiles").forEach(path -> paths.add(path.textValue()));
        assertThat(TilePath.newTiles(300, checkpoint.head().size()))
                .map(TilePath::toString)
                .containsExactlyElementsOf(paths);
    }

    private static List<Digest> path(JsonNode proof) {
        return StreamSupport.stream(proof.get("path").spliterator(), false)
                .map(hash -> LogText.digest("a hash", hash.textValue()))
                .toList();
    }

    private Optional<byte[]> tile(TilePath path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(path.toString())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void save(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private record Ended(int code, String output, String errors) {}

    private static Ended run(Path logs, Path in, String... command) throws Exception {
        Path output = logs.resolve("output");
        Path errors = logs.resolve("errors");
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        // A first build compiles Go's own library.
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        return new Ended(ended ? process.exitValue() : -1, Files.readString(output), Files.readString(errors));
    }
}
