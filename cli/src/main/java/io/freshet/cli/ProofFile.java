package io.freshet.cli;

import io.freshet.core.proof.FileProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A proof that lies in a file. */
final class ProofFile {

    private ProofFile() {}

    /** Its bytes, and no more than one more than any has. */
    static byte[] read(Path file) throws IOException, UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FileProof.MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new UsageException("--proof: there is no file " + file);
        }
    }
}
