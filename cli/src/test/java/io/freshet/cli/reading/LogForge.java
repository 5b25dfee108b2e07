package io.freshet.cli.reading;

import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogSigner;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TileSink;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody does to a repository's log who may write to the bucket, or has the key. */
record LogForge(Path repository) {

    Path at(String object) {
        return repository.resolve(object);
    }

    byte[] read(String object) throws IOException {
        return Files.readAllBytes(at(object));
    }

    /** A copy of the whole repository. */
    Path copy(Path to) throws IOException {
        try (Stream<Path> all = Files.walk(repository)) {
            for (Path from : all.toList()) {
                Path target = to.resolve(repository.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(from, target);
                }
            }
        }
        return to;
    }

    /**
     * The log, and the head of the chain of commits, as they were: what is published from now on is another history.
     * Versions of metadata stay taken, so that nobody is shown one that is lower than before.
     */
    void rewindTo(Path earlier) throws IOException {
        try (Stream<Path> all = Files.walk(at("log"))) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                if (!Files.exists(earlier.resolve(repository.relativize(path).toString()))) {
                    Files.delete(path);
                }
            }
        }
        for (String object : List.of("metadata/timestamp.json", LogPaths.CHECKPOINT)) {
            Files.copy(earlier.resolve(object), at(object), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Signs with a key that is not the log's, under the log's name. */
    static SignedCheckpoint forged(SignedCheckpoint checkpoint) throws IOException {
        LogSigner foreign = new LogSigner(checkpoint.checkpoint().origin(), SigningKey.generate(new SecureRandom()));
        return SignedCheckpoint.sign(checkpoint.checkpoint(), foreign);
    }

    void forgeProof(long number) throws IOException {
        TlogProof proof = TlogProof.parse(read(LogPaths.proof(number)));
        Files.write(
                at(LogPaths.proof(number)), new TlogProof("", proof.inclusion(), forged(proof.checkpoint())).encode());
    }

    void forgeCheckpoint() throws IOException {
        Files.write(
                at(LogPaths.CHECKPOINT),
                forged(SignedCheckpoint.parse(read(LogPaths.CHECKPOINT))).encode());
    }

    /**
     * Puts this at the next number, and signs a tree that has it: what whoever holds the log's key may do, or did who signed
     * whatever lay in the bucket.
     */
    void sign(byte[] entry, Path keys) throws IOException, LogException {
        SignedCheckpoint before = SignedCheckpoint.parse(read(LogPaths.CHECKPOINT));
        TileSink sink = (path, bytes) -> {
            Files.createDirectories(at(LogPaths.tile(path)).getParent());
            Files.write(at(LogPaths.tile(path)), bytes);
        };
        TreeAppender appender = TreeAppender.resume(
                before.head(),
                path -> Files.exists(at(LogPaths.tile(path)))
                        ? Optional.of(read(LogPaths.tile(path)))
                        : Optional.empty(),
                sink);
        Files.write(at(LogPaths.entry(appender.size())), entry);
        appender.append(entry);
        String origin = before.checkpoint().origin();
        LogSigner key =
                new LogSigner(origin, Keys.open(keys, Optional.empty()).online().orElseThrow());
        Files.write(
                at(LogPaths.CHECKPOINT),
                SignedCheckpoint.sign(new Checkpoint(origin, appender.flush()), key)
                        .encode());
    }

    /** A witness cosigns the log's checkpoint, and whoever runs the repository adds that to it. */
    void cosign(Cosigner witness) throws IOException {
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(read(LogPaths.CHECKPOINT));
        NoteSignature cosignature = witness.cosign(checkpoint.checkpoint(), 1_800_000_000);
        Files.write(
                at(LogPaths.CHECKPOINT), checkpoint.with(List.of(cosignature)).encode());
    }
}
